/**
 * A terminal as far as it decides whose paper it is: the real line under its own certificate, the product's own application (sealing,
 * opening, judging, matching with the card), a synthetic card. No screens, no money. What it would show and print is what it returns.
 */
import { createHash, randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { buildSyntheticCard, type SyntheticPerson, syntheticFilesOf } from '../../card-reader/virtual/index.ts';
import {
  type Applied,
  applyForCertificate,
  makeVault,
  openHostLink,
  type Vault,
} from '../../kiosk/visit/process/index.ts';
import { type CertificateFonts, USUAL_GROUND } from '../../printing/certificate/index.ts';
import {
  type Challenge,
  MunicipalityCodeSchema,
  type RelayRefusal,
  type TerminalId,
  VisitIdSchema,
} from '../../server-bridge/index.ts';
import { type Line, type LineConfiguration, type LineError, openLine } from '../../server-bridge/line/index.ts';

/** What came of one application: what the resident would see, what lies ready to be printed, what the host was alarmed with. */
export type Seen = { readonly applied: Applied; readonly paper: string | null; readonly alarms: readonly string[] };

export type TerminalAtTheLine = {
  readonly terminalId: TerminalId;
  readonly line: Line;
  /** One visit: challenge, card, application. Where `giveUp` is aborted, the wait for the answer ends before its limit. */
  apply(o: { person: SyntheticPerson; municipality: string; limitMs: number; giveUp: AbortSignal }): Promise<Seen>;
};

/** How a terminal takes what the line calls an error. */
type ReadsErrors = (error: LineError) => RelayRefusal;

/** Whatever keeps the line from answering is "unavailable", as in the product (P10). */
const asUnavailable: ReadsErrors = (error) => (error.kind === 'refused' ? error.refusal : 'UNAVAILABLE');

const CHALLENGE_MS = 10_000;

export async function openTerminal(o: {
  terminalId: TerminalId;
  configuration: LineConfiguration;
  fonts: CertificateFonts;
}): Promise<TerminalAtTheLine> {
  const line = (await openLine(o.configuration))._unsafeUnwrap();
  line.start();
  return {
    terminalId: o.terminalId,
    line,
    async apply({ person, municipality, limitMs, giveUp }) {
      const held = line.directive();
      if (held === null) throw new Error('This terminal has no directive.');
      const visitId = v.parse(VisitIdSchema, randomBytes(16).toString('base64url'));
      const alarms: string[] = [];
      let hear: (message: unknown) => void = () => undefined;
      const link = openHostLink({
        on: (_, listener) => {
          hear = listener;
        },
        send: (message) => {
          if (message.type === 'right-person-failed') alarms.push(message.fault);
          if (message.type === 'relay') {
            void line.relay(message.request, { timeoutMs: limitMs, signal: giveUp }).then((result) =>
              hear({
                type: 'answer',
                requestId: message.requestId,
                result: result.isOk()
                  ? { ok: true, answer: result.value }
                  : { ok: false, refusal: asUnavailable(result.error) },
              }),
            );
          }
          return true;
        },
      });
      const challenge = await line.requestChallenge(visitId, { timeoutMs: CHALLENGE_MS });
      if (challenge.isErr()) {
        const refusal = asUnavailable(challenge.error);
        if (refusal !== 'BUSY' && refusal !== 'UNAVAILABLE') {
          return { applied: { type: 'refused', refusal: 'MAINTENANCE' }, paper: null, alarms };
        }
        return { applied: { type: 'refused', refusal }, paper: null, alarms };
      }
      const vault = makeVault();
      vault.card = cardOf(person, challenge.value);
      try {
        const applied = await applyForCertificate(
          {
            visitId,
            terminalId: o.terminalId,
            directive: held.directive,
            keySet: held.keySet,
            fonts: o.fonts,
            ground: USUAL_GROUND,
            link,
            vault,
            now: () => new Date(),
          },
          { kind: 'domestic', municipality: v.parse(MunicipalityCodeSchema, municipality) },
          new AbortController().signal,
        );
        const paper = vault.certificate === null ? null : Buffer.from(vault.certificate.pdf).toString('utf8');
        return { applied, paper, alarms };
      } finally {
        vault.wipe();
      }
    },
  };
}

function cardOf(person: SyntheticPerson, challenge: Challenge): Vault['card'] {
  const files = syntheticFilesOf(person);
  const file = (id: number): Uint8Array => Uint8Array.from(files.get(id) ?? []);
  const { individualNumber, name, address, birthDate, sex } = person;
  return {
    image: { ef0001: file(1), ef0002: file(2), ef0003: file(3), ef0004: file(4), ef0007: file(7) },
    holder: { individualNumber, name, address, birthDate, sex },
    challengeId: challenge.challengeId,
    challengeSignature: signedByCard(person, Buffer.from(challenge.challenge, 'base64url')),
  };
}

/** DigestInfo of SHA-256 up to the digest (RFC 8017, 9.2). */
const DIGEST_INFO = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** The chip's signature: SELECT, then `80 2A` over the DigestInfo. */
function signedByCard(person: SyntheticPerson, challenge: Uint8Array): Uint8Array {
  const card = buildSyntheticCard(person);
  card.layDown();
  const ask = (command: Buffer): Buffer => {
    const reaction = card.react(command);
    if (reaction.kind !== 'answer') throw new Error('The virtual card must answer.');
    return Buffer.from(reaction.bytes);
  };
  ask(Buffer.from('00a404000ad3921000310001010408', 'hex'));
  ask(Buffer.from('00a4020c020007', 'hex'));
  const digest = createHash('sha256').update(challenge).digest();
  const answer = ask(Buffer.concat([Buffer.from('802a000033', 'hex'), DIGEST_INFO, digest, Buffer.from('00', 'hex')]));
  if (answer.length !== 258) throw new Error('The virtual card must sign.');
  return Uint8Array.from(answer.subarray(0, 256));
}
