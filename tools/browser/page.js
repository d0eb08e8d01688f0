// Pages of a real browser that watch what they are made to do: a page that asks another
// origin, logs an error or breaks its content security policy fails its test.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';

// The shell is the same Chromium without windows, and opens a page in a quarter of the time.
const places = [process.env.CHROMIUM, '/usr/lib/chromium/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser'];

let started;

/** The browser, started once in a process. */
export function browser() {
	started ??= chromium.launch({
		executablePath: places.find((p) => p && existsSync(p)),
		args: [
			'--no-sandbox', // root has none
			'--disable-gpu',
			// No name is looked up, so that nothing leaves the machine even where a test fails.
			'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
		],
	});
	return started;
}

/** Closes the browser where it was started. */
export async function closeBrowser() {
	await (await started)?.close();
	started = undefined;
}

/**
 * Opens a page that does nothing in silence: its faults are gathered, and finish, which
 * closes it, throws on every fault that was not expected.
 *
 * @param {string} base the origin that may be asked, as http://127.0.0.1:8044
 * @param {object} [options]
 * @param {boolean} [options.script] whether scripts run; true if left out
 * @param {'es' | 'en'} [options.lang] the language that the browser asks for
 * @param {'light' | 'dark'} [options.theme] the colours that it prefers
 * @param {number} [options.width] of the window in CSS pixels
 * @param {number} [options.height] likewise
 * @param {boolean} [options.reducedMotion] whether it asks for less motion
 * @param {number} [options.zoom] 4 is 400 %: the window holds a quarter as many CSS pixels each way
 * @param {RegExp[]} [options.expected] faults that are meant
 * @returns {Promise<import('playwright-core').Page & {faults: string[], finish: () => Promise<void>}>}
 */
export async function newPage(base, options = {}) {
	const { script = true, lang = 'es', theme = 'light', width = 1280, height = 900, reducedMotion = false, zoom = 1, expected = [] } = options;
	const context = await (await browser()).newContext({
		baseURL: base,
		javaScriptEnabled: script,
		locale: lang === 'es' ? 'es-ES' : 'en-GB',
		timezoneId: 'UTC',
		colorScheme: theme,
		reducedMotion: reducedMotion ? 'reduce' : 'no-preference',
		viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) },
		deviceScaleFactor: zoom,
	});
	context.setDefaultTimeout(10_000);
	const page = await context.newPage();
	page.faults = [];
	watch(context, new URL(base).origin, (fault) => {
		if (!expected.some((e) => e.test(fault))) page.faults.push(fault);
	});
	await context.addInitScript(() => {
		document.addEventListener('securitypolicyviolation', (e) => {
			console.error(`content security policy: ${e.effectiveDirective} forbids ${e.blockedURI}`);
		});
	});

	let finished = false;
	page.finish = async () => {
		if (finished) return;
		finished = true;
		// What the page has said so far is here before an answer to a later question.
		for (const p of context.pages()) await p.evaluate('0').catch(() => {});
		await context.close();
		assert.deepEqual(page.faults, [], `faults of the page, opened with ${JSON.stringify(options)}`);
	};
	return page;
}

// Tells fault of everything in the context that no page of the desk may do.
function watch(context, origin, fault) {
	const foreign = (url) => /^(https?|wss?):/.test(url) && new URL(url).origin.replace(/^ws/, 'http') !== origin;
	context.on('request', (request) => {
		if (foreign(request.url())) fault(`a request to another origin: ${request.method()} ${request.url()}`);
	});
	context.on('requestfailed', (request) => {
		const why = request.failure()?.errorText;
		// A download and a page that is left end a request.
		if (why !== 'net::ERR_ABORTED') fault(`a request that failed: ${request.method()} ${request.url()}: ${why}`);
	});
	context.on('response', (response) => {
		if (response.status() >= 500) fault(`an answer of ${response.status()}: ${response.url()}`);
	});
	context.on('console', (message) => {
		if (message.type() === 'error') fault(`an error on the console: ${message.text()} (${message.location().url})`);
	});
	context.on('weberror', (e) => fault(`an error of a script: ${e.error().stack ?? e.error()}`));
	const sockets = (page) => page.on('websocket', (socket) => {
		if (foreign(socket.url())) fault(`a socket to another origin: ${socket.url()}`);
	});
	context.pages().forEach(sockets);
	context.on('page', sockets);
}

/** Takes a picture of the window into a PNG file, with nothing moving in it. */
export async function shot(page, file) {
	await page.evaluate(() => document.fonts.ready);
	await page.screenshot({ path: file, animations: 'disabled', caret: 'hide', scale: 'css' });
}

/** Where the focus is, as a person would call it: role and name of the element. */
export function focused(page) {
	return page.evaluate(() => {
		const e = document.activeElement;
		if (!e || e === document.body) return null;
		return { tag: e.localName, id: e.id, href: e.getAttribute('href'), text: (e.innerText || e.getAttribute('aria-label') || e.getAttribute('name') || '').trim() };
	});
}

/**
 * Whether a person sees where the focus is: pixels around the focused element differ
 * from those without focus. The focus is gone afterwards.
 */
export async function focusShows(page) {
	const handle = await page.evaluateHandle(() => document.activeElement);
	const element = handle.asElement();
	if (!element || (await element.evaluate((e) => e === document.body))) return false;
	await element.scrollIntoViewIfNeeded();
	const box = await element.boundingBox();
	if (!box) return false;
	const view = page.viewportSize();
	const x = Math.max(0, box.x - 6);
	const y = Math.max(0, box.y - 6);
	const clip = { x, y, width: Math.min(view.width - x, box.width + 12), height: Math.min(view.height - y, box.height + 12) };
	const seen = await page.screenshot({ clip, animations: 'disabled' });
	await element.evaluate((e) => e.blur());
	const unseen = await page.screenshot({ clip, animations: 'disabled' });
	return !seen.equals(unseen);
}

/** How many CSS pixels the page is wider than its window: 0 is right. */
export function overflow(page) {
	return page.evaluate(() => {
		const e = document.documentElement;
		return Math.max(0, e.scrollWidth - e.clientWidth);
	});
}

/** The elements that reach beyond the right edge of the window, for the message of a test. */
export function tooWide(page) {
	return page.evaluate(() => {
		const limit = document.documentElement.clientWidth + 1;
		return [...document.body.querySelectorAll('*')]
			.filter((e) => e.getBoundingClientRect().right > limit)
			.slice(0, 5)
			.map((e) => e.outerHTML.slice(0, 120));
	});
}
