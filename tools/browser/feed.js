// A feed on this machine, as a newspaper would have it.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';

const escape = (s) => s.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** Reads an article of testdata: its header and its paragraphs. */
export async function readArticle(file) {
	const [head, ...paragraphs] = (await readFile(file, 'utf8')).split('\n\n');
	const header = Object.fromEntries(head.split('\n').map((l) => [l.slice(0, l.indexOf(':')), l.slice(l.indexOf(':') + 1).trim()]));
	return { ...header, paragraphs: paragraphs.map((p) => p.trim()).filter((p) => p !== '') };
}

/**
 * Serves a feed at /feed.xml whose items are articles, each with a page of its own.
 *
 * @param {{title: string, outlet: string, lang: string, published: string, paragraphs: string[]}[]} articles
 * @returns {Promise<{host: string, url: string, asked: string[], stop: () => void}>} host is ADDRESS:PORT, as --allow wants it
 */
export async function startFeed(articles) {
	const asked = [];
	let base;
	const page = (a) =>
		`<!doctype html><html lang="${a.lang}"><head><meta charset="utf-8"><title>${escape(a.title)}</title>` +
		`<meta property="og:site_name" content="${escape(a.outlet)}"><meta property="og:type" content="article">` +
		`<meta property="article:published_time" content="${a.published}"></head>` +
		`<body><article><h1>${escape(a.title)}</h1>${a.paragraphs.map((p) => `<p>${escape(p)}</p>`).join('')}</article></body></html>`;
	const feed = () =>
		`<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>${escape(articles[0].outlet)}</title><link>${base}/</link><language>${articles[0].lang}</language>` +
		articles
			.map((a, i) => `<item><title>${escape(a.title)}</title><link>${base}/${i}</link><guid>${base}/${i}</guid><pubDate>${new Date(a.published).toUTCString()}</pubDate><description>${escape(a.paragraphs[0])}</description></item>`)
			.join('') +
		'</channel></rss>';
	const server = createServer((req, res) => {
		asked.push(req.url);
		const article = articles[Number(req.url.slice(1))];
		if (req.url === '/feed.xml') res.writeHead(200, { 'Content-Type': 'application/rss+xml; charset=utf-8' }).end(feed());
		else if (req.url !== '/' && article) res.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page(article));
		else res.writeHead(404).end();
	});
	await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
	const host = `127.0.0.1:${server.address().port}`;
	base = `http://${host}`;
	return {
		host,
		url: `${base}/feed.xml`,
		asked,
		stop() {
			server.closeAllConnections();
			server.close();
		},
	};
}
