// The program under test: built once, with a record of its own, serving on a free port.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { access, cp, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const exec = promisify(execFile);

/** The root of the checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

const startLimit = 30_000; // ms until the desk has to be ready
const stopLimit = 10_000; // ms until it has to have ended

/** The articles of a story of testdata/stories, as paths, in the order of publication; of all stories without a name. */
export async function story(name) {
	const stories = join(root, 'testdata', 'stories');
	if (name === undefined) {
		const names = (await readdir(stories, { withFileTypes: true })).filter((e) => e.isDirectory()).map((e) => e.name);
		return (await Promise.all(names.sort().map((n) => story(n)))).flat();
	}
	const folder = join(stories, name);
	return (await readdir(folder)).filter((f) => f.endsWith('.txt')).sort().map((f) => join(folder, f));
}

// Where what several tests need is kept: the folder that `run` makes and removes, or one of this process.
let sharedFolder;
function shared() {
	sharedFolder ??= process.env.ATTACHE_BROWSER_TMP
		? Promise.resolve(process.env.ATTACHE_BROWSER_TMP)
		: mkdtemp(join(tmpdir(), 'attache-browser-')).then((dir) => {
			leftovers.add(dir);
			return dir;
		});
	return sharedFolder;
}

// What has to be gone when the process ends, whatever ended it.
const children = new Set();
const leftovers = new Set();
process.on('exit', () => {
	for (const child of children) child.kill('SIGKILL');
	for (const dir of leftovers) rmSync(dir, { recursive: true, force: true });
});

let built;

/** The path of the program: $ATTACHE_BIN, or what the checkout builds. */
export function program() {
	built ??= process.env.ATTACHE_BIN
		? Promise.resolve(process.env.ATTACHE_BIN)
		: shared().then(async (dir) => {
			const bin = join(dir, 'attache');
			await exec('go', ['build', '-o', bin, './cmd/attache'], { cwd: root });
			return bin;
		});
	return built;
}

/** Runs a command of the program and returns what it printed; throws with its complaints where it fails. */
export async function attache(...args) {
	const { stdout } = await exec(await program(), args, { cwd: root, maxBuffer: 1 << 26 });
	return stdout;
}

// Makes an account; the password is read where nobody who lists processes sees it.
async function addAccount(db, { name, role, password }) {
	const run = exec(await program(), ['account', 'add', name, '--role', role, '--db', db], { cwd: root });
	run.child.stdin.end(password + '\n');
	await run;
}

const present = (path) => access(path).then(() => true, () => false);

// Lays a record with these articles into folder. Reading takes longer than copying,
// so a record is made once and copied for each test that begins with it.
async function layRecord(folder, articles) {
	const key = createHash('sha256').update(articles.join('\n')).digest('hex').slice(0, 16);
	const kept = join(await shared(), `record-${key}`);
	if (!(await present(kept))) {
		const fresh = await mkdtemp(kept + '-');
		if (articles.length > 0) await attache('add', '--db', join(fresh, 'record.db'), ...articles);
		// Another test file may have been faster.
		await rename(fresh, kept).catch(async (err) => {
			if (!(await present(kept))) throw err;
			await rm(fresh, { recursive: true });
		});
	}
	await cp(kept, folder, { recursive: true });
}

/**
 * Starts `attache serve` on a record of its own.
 *
 * @param {object} [options]
 * @param {string[]} [options.articles] files that are added before, in this order
 * @param {{name: string, role: 'reader' | 'curator' | 'admin', password: string}[]} [options.accounts] who can log in; without them the desk is open
 * @param {string[]} [options.args] more arguments of `attache serve`
 * @returns {Promise<{url: string, db: string, add: (...places: string[]) => Promise<string>, stop: () => Promise<void>}>}
 *   where it serves, its record, `attache add` to that record, and the end of it all
 */
export async function startDesk({ articles = [], accounts = [], args = [] } = {}) {
	const bin = await program();
	const folder = await mkdtemp(join(await shared(), 'desk-'));
	leftovers.add(folder);
	await layRecord(folder, articles);
	const db = join(folder, 'record.db');
	for (const account of accounts) await addAccount(db, account);

	const child = spawn(bin, ['serve', '--db', db, '--listen', '127.0.0.1:0', ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
	children.add(child);
	let said = '';
	child.stderr.setEncoding('utf8').on('data', (s) => (said += s));
	const ended = once(child, 'exit').then(([code, signal]) => {
		children.delete(child);
		return signal ?? code;
	});
	const url = await new Promise((resolve, reject) => {
		const late = setTimeout(() => {
			child.kill('SIGKILL');
			reject(new Error(`attache serve was not ready within ${startLimit} ms\n${said}`));
		}, startLimit);
		createInterface({ input: child.stdout }).on('line', (line) => {
			const address = /http:\/\/127\.0\.0\.1:\d+/.exec(line);
			if (address) {
				clearTimeout(late);
				resolve(address[0]);
			}
		});
		ended.then((status) => {
			clearTimeout(late);
			reject(new Error(`attache serve ended (${status}) before it was ready\n${said}`));
		});
	});

	return {
		url,
		db,
		add: (...places) => attache('add', '--db', db, ...places),
		async stop() {
			child.kill('SIGTERM');
			const late = setTimeout(() => child.kill('SIGKILL'), stopLimit);
			const status = await ended;
			clearTimeout(late);
			await rm(folder, { recursive: true, force: true });
			leftovers.delete(folder);
			if (status !== 0) throw new Error(`attache serve did not end as it was told to (${status})\n${said}`);
		},
	};
}
