// Accessibility as axe-core judges it, by the criteria of WCAG 2.2 AA.
import axe from 'axe-core';

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const grave = new Set(['serious', 'critical']);

/**
 * What axe-core finds on a page, the gravest first.
 *
 * The source of axe is evaluated by way of the developer tools, as the content security
 * policy of the page rightly lets no script be added. The page has to be one with script.
 *
 * @returns {Promise<{rule: string, impact: string, help: string, nodes: {html: string, why: string}[]}[]>}
 */
export async function axeFindings(page) {
	if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
	const violations = await page.evaluate(async (values) => {
		const result = await window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
		return result.violations;
	}, tags);
	return violations
		.map((v) => ({
			rule: v.id,
			impact: v.impact,
			help: v.help,
			nodes: v.nodes.map((n) => ({ html: n.html, why: `${n.target.join(' ')}: ${n.failureSummary}` })),
		}))
		.sort((a, b) => grave.has(b.impact) - grave.has(a.impact));
}

/** Fails where axe-core finds something serious or critical; tells the test t of what is lesser. */
export async function checkAxe(page, t) {
	const findings = await axeFindings(page);
	const told = (f) =>
		[`${f.impact}: ${f.rule}: ${f.help}`, ...f.nodes.slice(0, 5).map((n) => `  ${n.html.slice(0, 200)}\n    ${n.why.replaceAll('\n', '\n    ')}`)].join('\n');
	const lesser = findings.filter((f) => !grave.has(f.impact));
	for (const f of lesser) t?.diagnostic(told(f));
	const bad = findings.filter((f) => grave.has(f.impact));
	if (bad.length > 0) throw new Error(`${page.url()} is not accessible\n${bad.map(told).join('\n')}`);
}
