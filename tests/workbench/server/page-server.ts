/** Answers GET for the built page and for the papers on the shelf; refuses any other host, method and path. */
import type { RequestListener } from 'node:http';
import type { BuiltWorkbench } from '../build.ts';
import type { PaperShelf } from './paper-shelf.ts';
import { securityHeaders } from './security-headers.ts';

export function pageServer(o: {
  /** `127.0.0.1:<port>`; any other Host is a rebinding attempt. */
  authority: string;
  built: BuiltWorkbench;
  shelf: PaperShelf;
}): RequestListener {
  const headers = securityHeaders(o.authority);
  return (request, response) => {
    const answer = (status: number, contentType: string, bytes: Uint8Array): void => {
      response.writeHead(status, { ...headers, 'Content-Type': contentType, 'Content-Length': bytes.length });
      response.end(bytes);
    };
    const refuse = (status: number): void => {
      response.shouldKeepAlive = false;
      answer(status, 'text/plain; charset=utf-8', new Uint8Array(0));
    };
    const path = request.url ?? '';
    if (request.headers.host !== o.authority) refuse(403);
    else if (request.method !== 'GET') refuse(405);
    else if (path.startsWith('/paper/')) {
      o.shelf.look(path).then(
        (paper) => (paper === null ? refuse(404) : answer(200, paper.contentType, paper.bytes)),
        () => refuse(500),
      );
    } else {
      const file = o.built.get(path);
      if (file === undefined) refuse(404);
      else answer(200, file.contentType, file.bytes);
    }
  };
}
