// The pages of the desk, in one list for the tests that go over all of them and for the
// pictures in docs/screens.
import assert from 'node:assert/strict';
import { attache } from './desk.js';

/**
 * @typedef {object} Page
 * @property {string} name as the picture is called
 * @property {string} path
 * @property {number} [status] that it answers with; 200 if left out
 * @property {string} [lang] the one language in which it stands; that of the reader if left out
 */

/**
 * The pages of a desk that holds the stories of testdata/stories. What has a key in its
 * address is found by asking the record.
 *
 * @param {{db: string}} desk
 * @returns {Promise<Page[]>}
 */
export async function pagesOf(desk) {
	const first = async (...filter) => JSON.parse(await attache('search', '--db', desk.db, '--json', '--limit', '1', ...filter)).hits[0];
	const statement = await first('--kind', 'statement', '--lang', 'es', '--outlet', 'Gaceta Austral');
	const event = await first('--kind', 'event', '--pair', 'EU,MERCOSUR', '--act', 'sign');
	return [
		{ name: 'today', path: '/' },
		{ name: 'search', path: '/search' },
		{ name: 'search-found', path: '/search?q=Mercosur' },
		{ name: 'search-none', path: '/search?q=xyzzy' },
		{ name: 'article', path: `/articles/${statement.source.key}` },
		{ name: 'fact', path: `/facts/${statement.fact.key}` },
		{ name: 'event', path: `/events/${event.fact.key}` },
		{ name: 'compare', path: `/events/${event.fact.key}/compare` },
		{ name: 'who', path: '/who' },
		{ name: 'who-person', path: '/who/santiago-pena' },
		{ name: 'who-state', path: '/who/KAZ' },
		{ name: 'dossiers', path: '/dossier' },
		{ name: 'dossier', path: '/dossier/KAZ/RUS' },
		{ name: 'ledger', path: '/ledger' },
		{ name: 'calendar', path: '/calendar' },
		{ name: 'timelines', path: '/timeline' },
		{ name: 'timeline', path: '/timeline?a=KAZ&b=RUS' },
		{ name: 'graph', path: '/graph' },
		{ name: 'add', path: '/add' },
		{ name: 'sources', path: '/sources' },
		{ name: 'review', path: '/review' },
		{ name: 'log', path: '/log' },
		{ name: 'export', path: '/export' },
		{ name: 'searches', path: '/searches' },
		{ name: 'api-docs', path: '/api/v1/docs', lang: 'en' },
		{ name: 'missing', path: '/nowhere', status: 404 },
	];
}

/** Those who can log in at a desk with accounts: one of each role, called by it. */
export const accounts = ['reader', 'curator', 'admin'].map((role) => ({ name: role, role, password: `the ${role} has a long one` }));

/** The pages that only a desk with accounts has: for who has not logged in, and for an admin. */
export const sharedPages = {
	before: [{ name: 'login', path: '/login' }],
	admin: [{ name: 'accounts', path: '/accounts' }],
};

/** Logs in by the form; the password is that of accounts if left out. */
export async function logIn(page, name, password = accounts.find((a) => a.name === name)?.password) {
	await page.goto('/login');
	await page.locator('#name').fill(name);
	await page.locator('#password').fill(password);
	await page.locator('main form button').click();
	await page.waitForURL((url) => url.pathname === '/');
}

/** The day that counts as today at a desk with the stories: promises are open, overdue and kept. */
export const today = '2026-01-10';

/** The languages of the desk, and its themes. */
export const languages = ['es', 'en'];
export const themes = ['light', 'dark'];

/** Opens a page of the list, which has to answer as the list says. */
export async function visit(page, { path, status = 200 }) {
	const response = await page.goto(path);
	assert.equal(response.status(), status, path);
}
