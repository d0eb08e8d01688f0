// A person's word changes what every page says, and is undone.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { attache, startDesk, story } from '../desk.js';
import { focused } from '../page.js';
import { openPage } from '../testing.js';

let desk;
let hit; // Ursula von der Leyen in the Gaceta Austral
before(async () => {
	desk = await startDesk({ articles: await story() });
	const found = JSON.parse(await attache('search', '--db', desk.db, '--json', '--kind', 'statement', '--outlet', 'Gaceta Austral', '--speaker', 'von der Leyen'));
	assert.equal(found.hits.length, 1);
	hit = found.hits[0];
});
after(() => desk?.stop());

for (const script of [true, false]) {
	test(`a speaker is corrected wherever the statement shows, and undone, ${script ? 'with script' : 'without script'}`, async (t) => {
		const page = await openPage(t, desk.url, { script, lang: 'en', expected: [/status of 400/] });
		const words = hit.fact.words.text;

		// Who says it, as the pages tell: in the article, of each person, in a search.
		const told = async () => {
			await page.goto(`/articles/${hit.source.key}`);
			const article = await page.locator(`#r-${hit.fact.key}`).innerText();
			const says = async (path) => {
				await page.goto(path);
				return (await page.getByRole('main').locator('.hit').allInnerTexts()).some((text) => text.includes(words));
			};
			return {
				article: ['Ursula von der Leyen', 'António Costa'].filter((name) => article.includes(name)).join(),
				leyen: await says('/who/ursula-von-der-leyen'),
				costa: await says('/who/antonio-costa'),
				foundByLeyen: await says('/search?speaker=ursula-von-der-leyen'),
				foundByCosta: await says('/search?speaker=Ant%C3%B3nio+Costa'),
			};
		};
		const before = { article: 'Ursula von der Leyen', leyen: true, costa: false, foundByLeyen: true, foundByCosta: false };
		assert.deepEqual(await told(), before);

		await page.goto(`/facts/${hit.fact.key}`);
		const form = page.locator('details.edit');
		await form.locator('summary').click();
		assert.equal(await form.getByLabel('Speaker').inputValue(), 'Ursula von der Leyen');
		await form.getByLabel('Speaker').fill('António Costa');
		await form.getByRole('button', { name: 'Take the correction down' }).click();
		const reason = form.getByLabel('Reason');
		assert.equal(await reason.getAttribute('aria-invalid'), 'true', 'a reason is needed');
		assert.equal(await form.getByLabel('Speaker').inputValue(), 'António Costa', 'what was entered stays');
		await reason.fill('The transcript has it.');
		await form.getByRole('button', { name: 'Take the correction down' }).click();
		await page.waitForURL(`**/facts/${hit.fact.key}?done=*`);
		assert.match(await page.getByRole('status').innerText(), /Taken down as correction \d+.*Speaker = António Costa/s);
		assert.match(await page.locator('h1').innerText(), /António Costa/);

		assert.deepEqual(await told(), { article: 'António Costa', leyen: false, costa: true, foundByLeyen: false, foundByCosta: true });
		await page.goto('/log');
		const row = page.getByRole('main').getByRole('row').nth(1);
		assert.match(await row.innerText(), /Speaker = António Costa.*Atlántico.*The transcript has it\..*in force/s);

		await row.getByRole('button', { name: 'Undo' }).click();
		await page.waitForURL('**/log?done=*');
		assert.match(await page.getByRole('status').innerText(), /was undone/);
		assert.match(await row.innerText(), /undone by/);
		assert.deepEqual(await told(), before);
	});
}

test('doubts are gone through by keys: next, confirm, undo', async (t) => {
	const page = await openPage(t, desk.url, { lang: 'en' });
	await page.goto('/review');
	const doubts = page.locator('article.doubtful');
	const count = await doubts.count();
	assert.ok(count > 2, `${count} doubts`);
	const at = async () => (await focused(page))?.id;

	// The first key goes to the first doubt, and those that follow on from there.
	await page.keyboard.press('j');
	assert.equal(await at(), 'd1');
	await page.keyboard.press('j');
	assert.equal(await at(), 'd2');
	await page.keyboard.press('k');
	assert.equal(await at(), 'd1');
	const fact = (doubt) => doubt.locator('.from a[href^="/facts/"]').getAttribute('href');
	const first = await fact(doubts.first());
	const second = await fact(doubts.nth(1));

	await page.keyboard.press('c');
	await page.waitForURL('**/review?done=*');
	assert.match(await page.locator('.done').innerText(), /Taken down as correction \d+\. confirm/);
	assert.equal(await fact(doubts.first()), second, 'what is confirmed is doubtful no more');
	assert.equal(await at(), 'd1', 'one goes on where one was');

	await page.keyboard.press('u');
	await page.waitForURL((url) => url.pathname === '/review');
	await page.getByText(/Correction \d+ was undone/).waitFor();
	assert.equal(await fact(doubts.first()), first);
});

test('to reject by a key a reason is asked for', async (t) => {
	const page = await openPage(t, desk.url, { lang: 'en' });
	await page.goto('/review');
	const first = page.locator('article.doubtful').first().locator('.from a[href^="/facts/"]');
	const fact = await first.getAttribute('href');
	await page.keyboard.press('j');
	await page.keyboard.press('r');
	assert.equal((await focused(page)).tag, 'textarea');
	assert.match(await page.locator('#keys-said').innerText(), /reason/);
	await page.keyboard.type('j and k are letters here'); // and move nothing
	await page.keyboard.press('Enter');
	await page.waitForURL('**/review?done=*');
	assert.notEqual(await first.getAttribute('href'), fact);
	await page.goto('/log');
	assert.match(await page.getByRole('main').getByRole('row').nth(1).innerText(), /j and k are letters here/);
	await page.goBack();
	await page.keyboard.press('u');
	await page.getByText(/Correction \d+ was undone/).waitFor();
	assert.equal(await first.getAttribute('href'), fact);
});

test('keys rest when they are turned off, and stay off', async (t) => {
	const page = await openPage(t, desk.url, { lang: 'en' });
	await page.goto('/review');
	await page.keyboard.press('?');
	const dialog = page.getByRole('dialog');
	await dialog.waitFor();
	assert.equal(await dialog.locator('kbd').count(), 8);
	await page.keyboard.press('Escape');
	await dialog.waitFor({ state: 'hidden' });
	await page.getByRole('checkbox', { name: 'One key for each action' }).uncheck();
	await page.reload();
	assert.equal(await page.getByRole('checkbox', { name: 'One key for each action' }).isChecked(), false);
	await page.keyboard.press('j');
	assert.equal(await focused(page), null);
});
