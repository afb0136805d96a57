/**
 * One application: seal, relay, open, verify, match with the card, render, check the finished page (design §1, invariants A
 * and C). Only a page that has passed everything reaches the vault, and only what is in the vault can be printed.
 */
import { randomBytes } from 'node:crypto';
import {
  type CertificateFonts,
  checkRelease,
  type GroundConfiguration,
  type RenderedCertificate,
  renderCertificate,
} from '../../../printing/index.ts';
import {
  type Application,
  type ApplicationHeader,
  type CertificateKind,
  type Directive,
  type IssuedResult,
  type MunicipalityCode,
  makeAnswerKeyPair,
  openAnswer,
  type Refusal,
  sealApplication,
  type TerminalId,
  type VisitId,
  type VrsKeySet,
} from '../../../server-bridge/index.ts';
import type { Applied } from '../machine/actor-contracts.ts';
import type { HostLink } from './host-link.ts';
import { isAlive, judgeAnswer } from './judge-answer.ts';
import { renderRefusal, residentRefusal } from './resident-refusal.ts';
import { matchRightPerson } from './right-person.ts';
import type { Vault } from './vault.ts';

/** How long the terminal waits for VRS; the relay is told the same instant, so that nobody works on for nobody (P1). */
const RELAY_LIMIT_MS = 25_000;

/** Everything an application needs besides what is chosen on the screens. */
export type ApplicationSetting = {
  visitId: VisitId;
  terminalId: TerminalId;
  directive: Directive;
  keySet: VrsKeySet;
  fonts: CertificateFonts;
  /** Dots of the copy-evident ground, as they suit this terminal's page printer. */
  ground: GroundConfiguration;
  link: HostLink;
  vault: Vault;
  now: () => Date;
};

/** Applies once. A refusal is a value; `right-person` has already been reported to the host when it is returned. */
export async function applyForCertificate(
  setting: ApplicationSetting,
  choice: { kind: CertificateKind; municipality: MunicipalityCode },
  signal: AbortSignal,
): Promise<Applied> {
  const { link, vault, keySet, now } = setting;
  const refused = (refusal: Refusal): Applied => ({ type: 'refused', refusal });
  const rightPerson = (fault: string): Applied => {
    link.send({ type: 'right-person-failed', fault });
    return { type: 'right-person' };
  };
  const sealingKey = keySet.sealingKeys[0];
  if (vault.card === null || sealingKey === undefined) return refused('UNAVAILABLE');
  // The resident has typed longer than VRS's keys hold: nothing is sealed to a key that may be gone.
  if (!isAlive(keySet, now())) return refused('UNAVAILABLE');

  const header: ApplicationHeader = {
    v: 1,
    visitId: setting.visitId,
    terminalId: setting.terminalId,
    municipality: choice.municipality,
    sealingKeyId: sealingKey.kid,
  };
  const nonce = randomBytes(32).toString('base64url');
  const answerKeys = await makeAnswerKeyPair();
  try {
    const application = compose(
      setting,
      choice,
      { card: vault.card, passport: vault.passport },
      nonce,
      answerKeys.publicKey,
    );
    const sealed = await sealApplication({
      header,
      application,
      sealingPublicKey: Buffer.from(sealingKey.publicKey, 'base64url'),
    });
    if (sealed.isErr()) return refused('UNAVAILABLE');

    const relayed = await link.ask(
      {
        type: 'relay',
        request: {
          header,
          sealed: Buffer.from(sealed.value.sealed).toString('base64url'),
          deadline: new Date(now().getTime() + RELAY_LIMIT_MS).toISOString(),
        },
      },
      'answer',
      signal,
    );
    if (relayed === null) return refused('UNAVAILABLE');
    if (!relayed.result.ok) return refused(residentRefusal(relayed.result.refusal));

    const opened = await openAnswer({
      sealed: Buffer.from(relayed.result.answer.sealed, 'base64url'),
      visitId: setting.visitId,
      keys: answerKeys,
    });
    // An answer that only another visit's key opens is a mix-up upstream, and exactly what must never reach paper.
    if (opened.isErr()) return rightPerson('answer-not-for-this-visit');
    const answer = await judgeAnswer({
      jws: opened.value,
      keySet,
      expect: {
        visitId: setting.visitId,
        terminalId: setting.terminalId,
        municipality: choice.municipality,
        kind: choice.kind,
        nonce,
        applicationDigest: sealed.value.digest,
      },
      now: now(),
    });
    if (answer.isErr())
      return answer.error.kind === 'mix-up' ? rightPerson(answer.error.fault) : refused('UNAVAILABLE');
    if (answer.value.result.type === 'refused') return refused(answer.value.result.refusal);
    return await release(setting, answer.value.result, rightPerson);
  } finally {
    answerKeys.wipe();
  }
}

async function release(
  setting: ApplicationSetting,
  issued: IssuedResult,
  rightPerson: (fault: string) => Applied,
): Promise<Applied> {
  const { vault, keySet, fonts, ground, now } = setting;
  if (vault.card === null) return { type: 'refused', refusal: 'UNAVAILABLE' };
  const matched = await matchRightPerson({ issued, holder: vault.card.holder, keySet, now: now() });
  if (matched.isErr()) return rightPerson(matched.error);

  const page = { facts: issued.facts, healthCard: issued.healthCard, vdsNc: issued.vdsNc };
  const rendered = await renderCertificate(page, fonts, { ground });
  if (rendered.isErr()) return { type: 'refused', refusal: renderRefusal(rendered.error) };
  const checked = await checkRelease({ rendered: rendered.value, page });
  if (checked.isErr()) {
    rendered.value.pdf.fill(0);
    return rightPerson(`page-${checked.error.kind}`);
  }
  keep(vault, rendered.value);
  return { type: 'issued', facts: issued.facts, pages: rendered.value.pages };
}

function keep(vault: Vault, rendered: RenderedCertificate): void {
  vault.certificate?.pdf.fill(0);
  vault.certificate = rendered;
}

function compose(
  setting: ApplicationSetting,
  choice: { kind: CertificateKind; municipality: MunicipalityCode },
  { card, passport }: { card: NonNullable<Vault['card']>; passport: Vault['passport'] },
  nonce: string,
  answerKey: Uint8Array,
): Application {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  return {
    v: 1,
    visitId: setting.visitId,
    terminalId: setting.terminalId,
    municipality: choice.municipality,
    kind: choice.kind,
    nonce,
    appliedAt: setting.now().toISOString(),
    termsDigest: setting.directive.terms.digest,
    answerKey: text(answerKey),
    card: {
      ef0001: text(card.image.ef0001),
      ef0002: text(card.image.ef0002),
      ef0003: text(card.image.ef0003),
      ef0004: text(card.image.ef0004),
      ef0007: text(card.image.ef0007),
      challengeId: card.challengeId,
      challengeSignature: text(card.challengeSignature),
    },
    ...(passport === null ? {} : { passport: { dg1: text(passport.dg1), sod: text(passport.sod) } }),
  };
}
