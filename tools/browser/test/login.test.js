// A desk that several share: who may see and do what, in a browser.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDesk, story } from '../desk.js';
import { openPage } from '../testing.js';
import { accounts, logIn } from '../pages.js';

// A desk for each test: only five log-ins a minute are taken from an address.
async function shared(t) {
	const desk = await startDesk({ articles: (await story('visit-kazakhstan-russia')).slice(0, 2), accounts });
	t.after(desk.stop);
	return desk;
}

const expected = [/status of 40[13]/];
const may = async (page, path) => (await page.request.get(path, { maxRedirects: 0 })).status();

for (const script of [true, false]) {
	const how = script ? 'with script' : 'without script';

	test(`who is not known is led to the form, and from there to where he wanted, ${how}`, async (t) => {
		const desk = await shared(t);
		const page = await openPage(t, desk.url, { script, lang: 'en', expected });
		await page.goto('/dossier/KAZ/RUS');
		await page.waitForURL('**/login?*');
		const form = page.locator('main form');
		await form.getByLabel('Name').fill('reader');
		await form.getByLabel('Password').fill('not the one at all');
		await form.getByRole('button', { name: 'Log in' }).click();
		await page.getByRole('alert').waitFor();
		assert.match(await page.getByRole('alert').innerText(), /name or the password is wrong/);
		assert.equal(await form.getByLabel('Name').inputValue(), 'reader');
		assert.equal(await form.getByLabel('Password').inputValue(), '', 'a password is never sent back');
		await form.getByLabel('Password').fill(accounts.find((a) => a.name === 'reader').password);
		await form.getByRole('button', { name: 'Log in' }).click();
		await page.waitForURL('**/dossier/KAZ/RUS');
		assert.match(await page.getByRole('contentinfo').innerText(), /reader/);

		const [cookie] = (await page.context().cookies()).filter((c) => !['attache_lang', 'attache_theme'].includes(c.name));
		assert.ok(cookie.httpOnly && cookie.sameSite !== 'None', 'script cannot read the session, nor other sites send it');
		await page.getByRole('button', { name: 'Log out' }).click();
		await page.waitForURL('**/login*');
		await page.goto('/dossier/KAZ/RUS');
		await page.waitForURL('**/login?*');
		// The session itself has ended, not only its cookie.
		await page.context().addCookies([cookie]);
		await page.goto('/dossier/KAZ/RUS');
		await page.waitForURL('**/login?*');
	});

	test(`a reader reads and is not offered what he may not do, ${how}`, async (t) => {
		const desk = await shared(t);
		const page = await openPage(t, desk.url, { script, lang: 'en', expected });
		await logIn(page, 'reader');
		const pages = page.getByRole('navigation', { name: 'Pages' });
		assert.equal(await pages.getByRole('link', { name: 'Search' }).count(), 1);
		assert.equal(await pages.getByRole('link', { name: 'Add' }).count(), 0);
		assert.equal(await page.getByRole('link', { name: 'Accounts' }).count(), 0);
		for (const path of ['/add', '/accounts']) {
			const answer = await page.goto(path);
			assert.equal(answer.status(), 403, path);
			assert.equal(await page.locator('h1').count(), 1);
			assert.match(await page.getByRole('main').innerText(), /another role/);
		}
		await page.goto('/search?kind=statement');
		await page.locator('article.hit h3 a').first().click();
		await page.waitForURL('**/articles/*');
		await page.locator('.fact a.why').first().click();
		await page.waitForURL('**/facts/*');
		assert.equal(await page.getByRole('main').getByRole('button').count(), 0, 'there is nothing to correct with');
	});
}

test('a curator adds and corrects, an admin does all', async (t) => {
	const desk = await shared(t);
	for (const [name, allowed] of [['curator', { '/': 200, '/add': 200, '/accounts': 403 }], ['admin', { '/': 200, '/add': 200, '/accounts': 200 }]]) {
		const page = await openPage(t, desk.url, { lang: 'en', expected });
		await logIn(page, name);
		for (const [path, status] of Object.entries(allowed)) assert.equal(await may(page, path), status, `${name} ${path}`);
		assert.equal(await page.getByRole('link', { name: 'Add', exact: true }).count(), 1);
	}
});

test('an admin makes an account in the browser, changes its role and removes it', async (t) => {
	const desk = await shared(t);
	const page = await openPage(t, desk.url, { lang: 'en', expected });
	await logIn(page, 'admin');
	await page.getByRole('link', { name: 'Accounts' }).click();
	await page.waitForURL('**/accounts');
	const form = page.getByRole('form', { name: 'Add an account' });
	await form.getByLabel('Name').fill('newcomer');
	await form.getByLabel('Role').selectOption('reader');
	await form.getByLabel('Password').fill('a harbour in the fog');
	await form.getByRole('button').click();
	const row = page.getByRole('region', { name: 'People' }).getByRole('row').filter({ hasText: 'newcomer' });
	await row.waitFor();

	const other = await openPage(t, desk.url, { lang: 'en', expected });
	await logIn(other, 'newcomer', 'a harbour in the fog');
	assert.equal(await may(other, '/add'), 403);
	await row.getByLabel('Role of newcomer').selectOption('curator');
	await row.locator('button[value=role]').click();
	await page.getByRole('status').waitFor();
	await other.goto('/');
	await other.waitForURL('**/login*'); // with another role one logs in anew
	await logIn(other, 'newcomer', 'a harbour in the fog');
	assert.equal(await may(other, '/add'), 200);

	await row.locator('summary').last().click();
	await row.getByRole('button', { name: 'Remove newcomer for good' }).click();
	await page.getByRole('status').waitFor();
	assert.equal(await row.count(), 0);
	await other.goto('/');
	await other.waitForURL('**/login*');
});

test('programs say who they are by a token, and are told in JSON what they may not', async (t) => {
	const desk = await shared(t);
	const page = await openPage(t, desk.url, { expected });
	const answer = await page.request.get('/api/v1/search?q=Tokayev', { maxRedirects: 0 });
	assert.equal(answer.status(), 401);
	assert.match(answer.headers()['content-type'], /json/);
});
