// What is due, by month and as a file for calendars.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import { startDesk, story } from '../desk.js';
import { today } from '../pages.js';
import { openPage } from '../testing.js';

let desk;
before(async () => {
	desk = await startDesk({ articles: await story(), args: ['--on', today] });
});
after(() => desk?.stop());

// Parses a calendar of RFC 5545 into its events, each a map of names (without
// parameters) to values. Fails on what the standard forbids.
function events(text) {
	assert.ok(text.startsWith('BEGIN:VCALENDAR\r\n') && text.endsWith('END:VCALENDAR\r\n'), 'one calendar, lines ended by CR LF');
	for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, `at most 75 bytes: ${line}`);
	const out = [];
	let event;
	for (const line of text.replaceAll(/\r\n[ \t]/g, '').trimEnd().split('\r\n')) {
		const [, name, params, value] = /^([A-Z-]+)((?:;[^:]*)?):(.*)$/.exec(line) ?? assert.fail(`no line of a calendar: ${line}`);
		if (line === 'BEGIN:VEVENT') event = new Map();
		else if (line === 'END:VEVENT') {
			out.push(event);
			event = undefined;
		} else if (event) {
			assert.ok(!event.has(name), `${name} twice`);
			event.set(name, value);
			if (params) event.set(name + params, value);
		}
	}
	return out;
}

async function download(page, link) {
	const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
	return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

for (const script of [true, false]) {
	const how = script ? 'with script' : 'without script';

	test(`months are gone through, ${how}`, async (t) => {
		const page = await openPage(t, desk.url, { script });
		const months = page.getByRole('navigation', { name: /[Mm]eses/ });
		await page.goto('/calendar');
		assert.match(await page.locator('h1').innerText(), /enero de 2026/);
		const here = page.locator('td[aria-current=date]');
		assert.equal(await here.locator('> time').getAttribute('datetime'), today);
		await months.getByRole('link').first().click();
		await page.waitForURL('**/calendar?month=2025-12');
		assert.match(await page.locator('h1').innerText(), /diciembre de 2025/);
		assert.equal(await here.count(), 0);
		await months.locator('[rel=next]').click();
		await page.waitForURL('**/calendar?month=2026-01');

		// A day of the month holds what is due on it; so does the list.
		const day = page.locator('td').filter({ has: page.locator('> time[datetime="2026-01-17"]') });
		assert.match(await day.innerText(), /Firma: Unión Europea, Mercosur/);
		await page.getByRole('link', { name: 'Lista' }).click();
		await page.waitForURL('**view=list*');
		assert.match(await page.getByRole('main').getByRole('row').filter({ hasText: 'Mercosur' }).innerText(), /17 de enero de 2026/);
		await months.locator('[rel=next]').click();
		await page.waitForURL('**month=2026-02*');
		assert.ok(page.url().includes('view=list'), 'the list stays a list');
	});

	test(`the calendar is a file that programs take again, ${how}`, async (t) => {
		const page = await openPage(t, desk.url, { script });
		await page.goto('/calendar');
		const { name, text } = await download(page, page.locator('a[href^="/calendar.ics"]'));
		assert.equal(name, 'attache.ics');
		const all = events(text);
		assert.ok(all.length >= 4, `${all.length} events`);
		assert.equal(new Set(all.map((e) => e.get('UID'))).size, all.length, 'every UID once');
		for (const e of all) {
			assert.match(e.get('UID'), /^[0-9a-f]{16}@attache$/);
			assert.match(e.get('SEQUENCE'), /^\d+$/);
			assert.match(e.get('DTSTAMP'), /^\d{8}T\d{6}Z$/);
			assert.match(e.get('DTSTART;VALUE=DATE'), /^\d{8}$/);
			assert.ok(e.get('SUMMARY').length > 5);
		}
	});

	test(`a search is a calendar too, ${how}`, async (t) => {
		const page = await openPage(t, desk.url, { script, lang: 'en' });
		await page.goto('/search?kind=event&act=visit&pair=KAZ,RUS');
		const { text } = await download(page, page.locator('main a[href^="/search.ics"]'));
		const all = events(text);
		assert.ok(all.length >= 1);
		for (const e of all) {
			assert.match(e.get('SUMMARY'), /^Visit.*/);
			assert.match(e.get('SEQUENCE'), /^\d+$/);
		}
	});
}

test('who holds an older calendar learns by the number of an event that it was put off', async (t) => {
	const articles = await story('signing-eu-mercosur');
	const young = await startDesk({ articles: articles.slice(0, 3), args: ['--on', '2025-12-18'] });
	t.after(young.stop);
	const page = await openPage(t, young.url);
	await page.goto('/calendar');
	const link = page.locator('a[href^="/calendar.ics"]');
	const signing = async () => events((await download(page, link)).text).find((e) => /^Firma/.test(e.get('SUMMARY')));
	const first = await signing();
	assert.equal(first.get('DTSTART'), '20251220');
	assert.deepEqual(await signing(), first, 'nothing was told meanwhile');
	await young.add(articles[3]); // put off to 12 January
	await page.reload();
	const second = await signing();
	assert.equal(second.get('UID'), first.get('UID'));
	assert.equal(second.get('DTSTART'), '20260112');
	assert.equal(Number(second.get('SEQUENCE')), Number(first.get('SEQUENCE')) + 1);
});
