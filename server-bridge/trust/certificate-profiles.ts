/**
 * What stands in each certificate of the development trust. Every key is EC P-256: one signature kind on the whole line, and
 * terminals' hardware keys know it (reference centre-line-and-scale §3.2).
 */
import type { CertificateProfile, CertificateRole } from '../terminal-certificates/index.ts';

/** Authorities live a year; leaves 90 days, as the line's certificates do in service. */
export const LIFETIME_DAYS = { authority: 365, server: 90, client: 90 } as const satisfies Record<
  CertificateRole,
  number
>;

/** A certificate with less life left than this is replaced. */
export const RENEW_WITH_DAYS_LEFT = 7;

export const DAY_MS = 86_400_000;

export const authorityProfile = (commonName: string): CertificateProfile => ({
  role: 'authority',
  commonName,
  names: [],
});

/** A server on this machine. */
export const localServerProfile = (commonName: string): CertificateProfile => ({
  role: 'server',
  commonName,
  names: [
    { type: 'dns', value: 'localhost' },
    { type: 'ip', value: '127.0.0.1' },
    { type: 'ip', value: '::1' },
  ],
});

/** A client known by a URI, which is the only place its identity is read from. */
export const clientProfile = (commonName: string, uri: string): CertificateProfile => ({
  role: 'client',
  commonName,
  names: [{ type: 'url', value: uri }],
});

export const subjectOf = (profile: CertificateProfile): string =>
  `CN=${profile.commonName}, O=Kofu DEVELOPMENT ONLY, C=JP`;
