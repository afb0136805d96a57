/** The listener of tablets at vaccination sites: a network of its own, certificates of its own, and nothing on it that has a number (V15). */
import { TLSSocket } from 'node:tls';
import type { Result } from 'neverthrow';
import * as v from 'valibot';
import { MunicipalityCodeSchema } from '../../protocol/index.ts';
import { createTokenBuckets, readBody } from '../../staff-access/index.ts';
import { peerNameOf } from '../http/peer-certificate.ts';
import { sendJson } from '../http/problems.ts';
import { createVrsServer, type VrsServer, type VrsTls } from '../http/vrs-server.ts';
import type { Report } from '../vrs-events.ts';
import {
  isAdmitted,
  lookUpTicket,
  registerSiteDose,
  type TabletActor,
  type TabletError,
  type TabletParts,
} from './tablet-desk.ts';
import { SiteDoseSchema, TicketLookupSchema } from './tablet-messages.ts';

/** A site gives a dose a minute and place; a tablet that asks faster for long tries numbers out. */
const RATE = { capacity: 30, refillMs: 5_000, maxKeys: 10_000 };

const STATUS_OF: Record<TabletError['kind'], number> = {
  form: 400,
  'check-digit': 400,
  'unknown-ticket': 404,
  withdrawn: 409,
  gone: 409,
  'other-facts': 409,
};

/** The tablet that a certificate names: `urn:kofu:site-tablet:<area>:<name>`. */
export function tabletOf(name: string | null): TabletActor | null {
  const parts = /^urn:kofu:site-tablet:([0-9]{6}):([a-z0-9][a-z0-9-]{0,39})$/.exec(name ?? '');
  if (parts === null) return null;
  const [, area, tablet = ''] = parts;
  return { kind: 'tablet', area: v.parse(MunicipalityCodeSchema, area), tablet };
}

export type TabletServerParts = TabletParts & { readonly tls: VrsTls; readonly report: Report };

/** A server that is not listening yet. */
export function createTabletServer(parts: TabletServerParts): VrsServer {
  const { store, now } = parts;
  const app = createVrsServer({
    tls: parts.tls,
    report: parts.report,
    isAllowed: (socket) => tabletOf(peerNameOf(socket)) !== null,
  });
  const rates = createTokenBuckets(RATE, () => now().getTime());

  type Request = {
    readonly raw: { readonly stream: { readonly session?: { readonly socket: unknown } | undefined } };
    readonly body: unknown;
  };
  type Reply = Parameters<typeof sendJson>[0];

  /** The tablet of a request, if it may be at work and does not ask too often; else the request has been answered. */
  async function tabletOfRequest(request: Request, reply: Reply): Promise<TabletActor | null> {
    const { socket } = request.raw.stream.session ?? {};
    const tablet = tabletOf(peerNameOf(socket instanceof TLSSocket ? socket : null));
    if (tablet === null || !(await isAdmitted(store, tablet.area, tablet.tablet))) {
      parts.report('TABLET_REFUSED');
      refuse(reply, 403, 'forbidden');
      return null;
    }
    const waitMs = rates.take(`${tablet.area}:${tablet.tablet}`);
    if (waitMs === 0) return tablet;
    reply.header('retry-after', String(Math.ceil(waitMs / 1_000)));
    refuse(reply, 429, 'too-many');
    return null;
  }

  const route = <S extends v.GenericSchema>(
    path: string,
    schema: S,
    work: (tablet: TabletActor, body: v.InferOutput<S>) => Promise<Result<unknown, TabletError>>,
  ): void => {
    app.post(path, async (request, reply) => {
      const tablet = await tabletOfRequest(request, reply);
      if (tablet === null) return reply;
      const body = readBody(schema, request.body);
      if (body === null) return refuse(reply, 400, 'malformed');
      const done = await work(tablet, body);
      if (done.isErr()) return refuse(reply, STATUS_OF[done.error.kind], done.error.kind);
      return sendJson(reply, done.value);
    });
  };
  route('/v1/tickets', TicketLookupSchema, (tablet, { line }) => lookUpTicket(parts, tablet, line));
  route('/v1/doses', SiteDoseSchema, (tablet, dose) => registerSiteDose(parts, tablet, dose));
  return app;
}

function refuse(reply: Parameters<typeof sendJson>[0], status: number, error: string): unknown {
  reply.code(status);
  return sendJson(reply, { error });
}
