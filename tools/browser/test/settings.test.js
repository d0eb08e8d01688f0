// Language and theme, as the browser asks for them and as the reader chooses.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDesk, story } from '../desk.js';
import { openPage } from '../testing.js';

let desk;
before(async () => {
	desk = await startDesk({ articles: await story('signing-eu-mercosur') });
});
after(() => desk?.stop());

const language = (page) => page.locator('html').getAttribute('lang');

for (const script of [true, false]) {
	const how = script ? 'with script' : 'without script';
	test(`the language is that of the browser until another is chosen, ${how}`, async (t) => {
		const page = await openPage(t, desk.url, { script, lang: 'en' });
		await page.goto('/search?q=Mercosur');
		assert.equal(await language(page), 'en');
		const english = await page.locator('h1').innerText();
		await page.locator('form.settings select[name=lang]').selectOption('es');
		await page.locator('form.settings button').click();
		await page.waitForURL('**/search?q=Mercosur');
		assert.equal(await language(page), 'es');
		assert.notEqual(await page.locator('h1').innerText(), english);
		await page.goto('/');
		assert.equal(await language(page), 'es', 'it is kept');
	});

	test(`the theme is that of the system until another is chosen, ${how}`, async (t) => {
		const page = await openPage(t, desk.url, { script, theme: 'light' });
		await page.goto('/');
		const background = () => page.evaluate(() => {
			const see = (e) => getComputedStyle(e).backgroundColor;
			return see(document.body) === 'rgba(0, 0, 0, 0)' ? see(document.documentElement) : see(document.body);
		});
		const light = await background();
		await page.locator('form.settings select[name=theme]').selectOption('dark');
		await page.locator('form.settings button').click();
		await page.waitForLoadState();
		const dark = await background();
		assert.notEqual(dark, light);
		const system = await openPage(t, desk.url, { script, theme: 'dark' });
		await system.goto('/');
		assert.equal(await system.evaluate(() => getComputedStyle(document.body).color), await page.evaluate(() => getComputedStyle(document.body).color), 'chosen and preferred dark are one');
	});
}
