// Pages that belong to a test.
import { after } from 'node:test';
import { closeBrowser, newPage } from './page.js';

after(closeBrowser);

/** Opens a page for the test t, which fails on every fault of the page; the options are those of newPage. */
export async function openPage(t, base, options) {
	const page = await newPage(base, options);
	t.after(page.finish);
	return page;
}
