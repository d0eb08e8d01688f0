// Every page for everybody: axe in both themes, a window of 320 pixels, less motion.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checkAxe } from '../axe.js';
import { startDesk, story } from '../desk.js';
import { overflow, tooWide } from '../page.js';
import { readArticle } from '../feed.js';
import { accounts, logIn, pagesOf, sharedPages, themes, today, visit } from '../pages.js';
import { openPage } from '../testing.js';

const expected = [/status of 404/];

let desk;
let pages;
before(async () => {
	desk = await startDesk({ articles: await story(), args: ['--on', today] });
	pages = await pagesOf(desk);
});
after(() => desk?.stop());

for (const theme of themes) {
	test(`axe has nothing serious against any page, ${theme}`, async (t) => {
		// One language in each theme: what axe looks at is the same in both.
		const page = await openPage(t, desk.url, { theme, lang: theme === 'light' ? 'es' : 'en', expected });
		for (const entry of pages) {
			await t.test(entry.name, async (t) => {
				await visit(page, entry);
				await checkAxe(page, t);
			});
		}
	});
}

test('at 400 % no page scrolls sideways', async (t) => {
	const page = await openPage(t, desk.url, { zoom: 4, expected });
	for (const entry of pages) {
		await t.test(entry.name, async () => {
			await visit(page, entry);
			assert.equal(await page.evaluate(() => innerWidth), 320);
			assert.equal(await overflow(page), 0, `too wide: ${(await tooWide(page)).join('\n')}`);
		});
	}
});

test('the pages of a desk with accounts are for everybody too', async (t) => {
	const shared = await startDesk({ accounts });
	t.after(shared.stop);
	for (const theme of themes) {
		const page = await openPage(t, shared.url, { theme, lang: theme === 'light' ? 'es' : 'en' });
		const check = async (entry) => {
			await visit(page, entry);
			assert.equal(await page.locator('h1').count(), 1, entry.path);
			await checkAxe(page, t);
			await page.setViewportSize({ width: 320, height: 256 });
			assert.equal(await overflow(page), 0, `too wide: ${(await tooWide(page)).join('\n')}`);
			await page.setViewportSize({ width: 1280, height: 900 });
		};
		for (const entry of sharedPages.before) await check(entry);
		await logIn(page, 'admin');
		for (const entry of sharedPages.admin) await check(entry);
	}
});

test('nothing moves for who asks for less motion', async (t) => {
	const page = await openPage(t, desk.url, { reducedMotion: true, expected });
	for (const entry of pages) {
		await visit(page, entry);
		const moving = await page.evaluate(() => {
			const slow = (s) => s.split(',').some((d) => parseFloat(d) > 0.02);
			return [...document.querySelectorAll('*')]
				.filter((e) => {
					const s = getComputedStyle(e);
					return (s.animationName !== 'none' && slow(s.animationDuration)) || (s.transitionProperty !== 'none' && slow(s.transitionDuration));
				})
				.map((e) => e.outerHTML.slice(0, 100));
		});
		assert.deepEqual(moving, [], entry.path);
	}
});

test('words of an article are marked with its language', async (t) => {
	const page = await openPage(t, desk.url, { lang: 'en', expected });
	// On an English page only words of Russian articles are in Cyrillic, and names of outlets, which need no mark.
	const outlets = await Promise.all((await story()).map(async (file) => (await readArticle(file)).outlet));
	for (const entry of pages) {
		await visit(page, entry);
		const bare = await page.evaluate((outlets) => {
			const found = [];
			const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
			while (walk.nextNode()) {
				const words = walk.currentNode.data.trim();
				const lang = walk.currentNode.parentElement.closest('[lang]')?.lang;
				if (/\p{Script=Cyrillic}{3}/u.test(words) && lang !== 'ru' && !outlets.some((o) => words.includes(o))) found.push(words.slice(0, 80));
			}
			return found;
		}, outlets);
		assert.deepEqual(bare.slice(0, 5), [], entry.path);
	}
});
