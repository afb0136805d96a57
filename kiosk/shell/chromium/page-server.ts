/** Answers HTTP requests: the start page for a launch key, then the files of the screens for the cookie it gave. GET only. */
import type { IncomingMessage, RequestListener } from 'node:http';
import { securityHeaders } from '../security-headers.ts';
import type { Asset } from './assets.ts';
import type { LaunchKeys } from './launch-keys.ts';
import type { Report } from './report-codes.ts';

const COOKIE_NAME = 'kofu-screens';

export interface PageServerOptions {
  /** `127.0.0.1:<port>`; any other Host is a rebinding attempt. */
  authority: string;
  assets: ReadonlyMap<string, Asset>;
  keys: LaunchKeys;
  report: Report;
  /** Told whenever the page itself is served: what connects next is a fresh one. */
  onPageServed: () => void;
}

/**
 * The page that sets the cookie. It is an answer of its own with a refresh, not a redirect: the browser comes from its boot
 * file, and on a redirect the strict cookie would not be sent.
 */
const START_PAGE = Buffer.from(
  '<!doctype html><html lang="ja"><title>証明書交付サービス</title><meta http-equiv="refresh" content="0;url=/">',
);

export function pageServer({ authority, assets, keys, report, onPageServed }: PageServerOptions): RequestListener {
  const headers = securityHeaders({ connect: `ws://${authority}` });
  return (request, response) => {
    const answer = (status: number, body: Buffer, contentType: string, more: Record<string, string> = {}): void => {
      response.writeHead(status, { ...headers, 'Content-Type': contentType, 'Content-Length': body.length, ...more });
      response.end(body);
    };
    const refuse = (status: number): void => {
      answer(status, Buffer.alloc(0), 'text/plain; charset=utf-8', { Connection: 'close' });
    };
    const path = (request.url ?? '').split('?', 1)[0] ?? '';

    if (request.headers.host !== authority) {
      report('request-refused');
      refuse(403);
    } else if (request.method !== 'GET') {
      report('request-refused');
      refuse(405);
    } else if (path === '/start') {
      const secret = keys.burn(launchKeyOf(request));
      if (secret === null) {
        report('launch-key-refused');
        refuse(403);
        return;
      }
      const cookie = `${COOKIE_NAME}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
      answer(200, START_PAGE, 'text/html; charset=utf-8', { 'Set-Cookie': cookie });
    } else if (!keys.holds(sessionSecretOf(request))) {
      report('request-refused');
      refuse(403);
    } else {
      const asset = assets.get(path);
      if (asset === undefined) {
        refuse(404);
        return;
      }
      if (path === '/') onPageServed();
      answer(200, asset.bytes, asset.contentType);
    }
  };
}

function launchKeyOf(request: IncomingMessage): string {
  return new URLSearchParams((request.url ?? '').split('?')[1] ?? '').get('k') ?? '';
}

/** The session's secret in the request's cookie; empty when there is none. */
export function sessionSecretOf(request: IncomingMessage): string {
  const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.find((cookie) => cookie.startsWith(`${COOKIE_NAME}=`))?.slice(COOKIE_NAME.length + 1) ?? '';
}
