// The timeline: a table that links sort, narrowed by a form, with a drawing beside it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDesk, story } from '../desk.js';
import { today } from '../pages.js';
import { openPage } from '../testing.js';

let desk;
before(async () => {
	desk = await startDesk({ articles: await story('summit-budapest'), args: ['--on', today] });
});
after(() => desk?.stop());

for (const script of [true, false]) {
	test(`a timeline is asked for, sorted and narrowed, ${script ? 'with script' : 'without script'}`, async (t) => {
		const page = await openPage(t, desk.url, { script, lang: 'en', expected: [/status of 400/] });
		await page.goto('/timeline');
		const form = page.locator('form.ask');
		const [a, b] = [form.locator('[name=a]'), form.locator('[name=b]')];
		await a.fill('United States');
		await b.fill('Ruritania');
		await form.getByRole('button').click();
		assert.equal(await b.getAttribute('aria-invalid'), 'true', 'nobody knows it');
		assert.equal(await b.inputValue(), 'Ruritania', 'what was entered stays');
		assert.equal(await a.inputValue(), 'United States');
		await b.fill('Russia');
		await form.getByRole('button').click();
		await page.waitForURL('**/timeline?*b=Russia*');
		assert.match(await page.locator('h1').innerText(), /Russia – United States/);

		const table = page.locator('table.timeline');
		const rows = table.locator('tbody tr');
		const column = (n) => rows.locator(`td:nth-child(${n})`).allInnerTexts();
		const sorted = () => table.locator('th').evaluateAll((all) => all.map((th) => th.getAttribute('aria-sort') ?? ''));
		const count = await rows.count();
		assert.ok(count > 2, `${count} rows`);
		assert.deepEqual(await sorted(), ['ascending', '', '', ''], 'by time unless told');
		const byTime = await column(2);

		await table.locator('th a').first().click();
		await page.waitForURL('**sort=-when*');
		assert.deepEqual(await sorted(), ['descending', '', '', '']);
		assert.deepEqual((await column(2)).toSorted(), byTime.toSorted(), 'the same rows');
		assert.equal((await column(2))[0], byTime.at(-1));

		await table.locator('th a').nth(3).click();
		await page.waitForURL('**sort=sources*');
		assert.deepEqual(await sorted(), ['', '', '', 'ascending']);
		const articles = (await column(4)).map((text) => (assert.match(text, /^\d+/), Number.parseInt(text, 10)));
		assert.deepEqual(articles, articles.toSorted((x, y) => x - y));
		assert.ok(new Set(articles).size > 1, articles.join());

		await form.locator('[name=act]').selectOption('talks');
		await form.getByRole('button').click();
		await page.waitForURL('**act=talks*');
		const talks = await column(2);
		assert.ok(talks.length > 0 && talks.length < count);
		for (const text of talks) assert.match(text, /^Talks/);

		// The drawing tells in words what it shows, and stands beside the table.
		const drawing = page.getByRole('img', { name: /Drawing/ });
		assert.equal(await drawing.count(), 1);
		assert.ok((await drawing.locator('title').count()) > 0, 'every mark has its words');
	});
}
