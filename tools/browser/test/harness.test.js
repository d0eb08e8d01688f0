// The harness itself: what it has to see is shown to it.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { axeFindings, checkAxe } from '../axe.js';
import { focused, focusShows, newPage, overflow, tooWide } from '../page.js';
import { openPage } from '../testing.js';

const policy = "default-src 'self'";
const whole = (head, body) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Stand-in</title>${head}</head><body><main><h1>Stand-in</h1>${body}</main></body></html>`;

const pages = {
	'/good': whole('<link rel="stylesheet" href="/good.css"><script type="module" src="/good.js"></script>', '<p><a href="/good">Here</a></p>'),
	'/foreign': whole('', '<img alt="" src="http://127.0.0.1:9/pixel.gif">'),
	'/foreign-link': whole('<link rel="stylesheet" href="http://another.example/a.css">', ''),
	'/inline-script': whole('', '<p>Text</p><script>document.title = "changed"</script>'),
	'/inline-style': whole('', '<p style="color: red">Text</p>'),
	'/handler': whole('', '<button onclick="alert(1)">Press</button>'),
	'/throws': whole('<script type="module" src="/throws.js"></script>', ''),
	'/missing': whole('<link rel="stylesheet" href="/nothing.css">', ''),
	'/label': whole('', '<form><input type="text" name="q"></form>'),
	'/contrast': whole('<link rel="stylesheet" href="/pale.css">', '<p>Pale</p>'),
	'/wide': whole('<link rel="stylesheet" href="/wide.css">', '<p id="wide">Wide</p>'),
	'/blind': whole('<link rel="stylesheet" href="/blind.css">', '<p><a href="/good">Link</a></p>'),
};
const files = {
	'/good.css': ['text/css', 'a:focus-visible { outline: 3px solid #00f }'],
	'/pale.css': ['text/css', 'p { color: #ccc; background: #fff } @media (prefers-color-scheme: dark) { p { color: #000 } }'],
	'/wide.css': ['text/css', '#wide { width: 900px }'],
	'/blind.css': ['text/css', 'a:focus { outline: none }'],
	'/good.js': ['text/javascript', 'document.documentElement.dataset.script = "ran"'],
	'/throws.js': ['text/javascript', 'throw new Error("on purpose")'],
};

let server;
let base;
before(async () => {
	server = createServer((req, res) => {
		const [type, body] = files[req.url] ?? ['text/html; charset=utf-8', pages[req.url]];
		if (req.url === '/broken') res.writeHead(500).end('broken');
		else if (body === undefined) res.writeHead(404).end();
		else {
			const loose = req.url === '/foreign' || req.url === '/foreign-link';
			res.writeHead(200, { 'Content-Type': type, ...(loose ? {} : { 'Content-Security-Policy': policy }) }).end(body);
		}
	});
	await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
	base = `http://127.0.0.1:${server.address().port}`;
});
after(() => {
	server.closeAllConnections();
	server.close();
});

// Faults end a test, so the pages here belong to no test.
async function faultsOf(path, options) {
	const page = await newPage(base, options);
	await page.goto(path, { waitUntil: 'load' });
	const failure = await page.finish().then(() => null, (err) => err);
	assert.equal(failure !== null, page.faults.length > 0, 'a page with faults fails, one without does not');
	return page.faults.join('\n');
}

for (const script of [true, false]) {
	const how = script ? 'with script' : 'without script';
	for (const [path, fault] of [
		['/foreign', /another origin: GET http:\/\/127\.0\.0\.1:9\/pixel\.gif/],
		['/foreign-link', /another origin: GET http:\/\/another\.example\/a\.css/],
		['/inline-style', /[Cc]ontent [Ss]ecurity [Pp]olicy/],
		['/missing', /404/],
		['/broken', /an answer of 500/],
	]) {
		test(`the page ${path} has its fault, ${how}`, async () => {
			assert.match(await faultsOf(path, { script }), fault);
		});
	}
	test(`a page that is as it should be has no fault, ${how}`, async (t) => {
		const page = await openPage(t, base, { script });
		await page.goto('/good', { waitUntil: 'load' });
		assert.equal(await page.locator('html').getAttribute('data-script'), script ? 'ran' : null);
	});
}

for (const [path, fault] of [
	['/inline-script', /content security policy: script-src-elem/],
	['/handler', /content security policy: script-src-attr/],
	['/throws', /an error of a script: Error: on purpose/],
]) {
	test(`the page ${path} has its fault`, async () => {
		assert.match(await faultsOf(path), fault);
	});
}

test('a test whose page has a fault fails, though it asserts nothing', async () => {
	const fixture = fileURLToPath(new URL('fixture/faulty.js', import.meta.url));
	const env = { ...process.env, ADDRESS: base + '/foreign' };
	delete env.NODE_TEST_CONTEXT; // it runs by itself
	const run = promisify(execFile)(process.execPath, ['--test', fixture], { env });
	await assert.rejects(run, (err) => err.code === 1 && /another origin: GET http:\/\/127/.test(err.stdout) && /# fail 1/.test(err.stdout));
});

test('a fault that was expected is none', async () => {
	assert.equal(await faultsOf('/missing', { expected: [/404/] }), '');
});

test('axe finds a missing label and spares what is right', async (t) => {
	const page = await openPage(t, base);
	await page.goto('/label');
	const findings = await axeFindings(page);
	assert.deepEqual(findings.map((f) => f.rule), ['label']);
	assert.match(findings[0].nodes[0].html, /name="q"/);
	await assert.rejects(checkAxe(page), /critical: label: .*\n.*name="q"/);
	await page.goto('/good');
	await checkAxe(page);
});

test('axe judges the contrast of the theme that is shown', async (t) => {
	for (const [theme, findings] of [['light', ['color-contrast']], ['dark', []]]) {
		const page = await openPage(t, base, { theme });
		await page.goto('/contrast');
		assert.deepEqual((await axeFindings(page)).map((f) => f.rule), findings, theme);
	}
});

test('focus is seen where it shows', async (t) => {
	const page = await openPage(t, base);
	for (const [path, shows] of [['/good', true], ['/blind', false]]) {
		await page.goto(path);
		await page.keyboard.press('Tab');
		assert.equal((await focused(page))?.href, '/good');
		assert.equal(await focusShows(page), shows, path);
	}
});

test('a page wider than a narrow window is found, and what makes it so', async (t) => {
	const page = await openPage(t, base, { width: 1280, zoom: 4 });
	await page.goto('/good');
	assert.equal(await overflow(page), 0);
	await page.goto('/wide');
	assert.ok((await overflow(page)) > 500);
	assert.match((await tooWide(page)).join('\n'), /id="wide"/);
});

test('a page is asked for in the language of the reader', async (t) => {
	for (const [lang, locale] of [['es', 'es-ES'], ['en', 'en-GB']]) {
		const page = await openPage(t, base, { lang });
		await page.goto('/good');
		assert.equal(await page.evaluate(() => navigator.language), locale);
	}
});
