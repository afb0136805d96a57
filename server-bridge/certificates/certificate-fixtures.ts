/** Synthetic facts for tests; person, numbers and places are invented. */
import * as v from 'valibot';
import { type CertificateFacts, CertificateFactsSchema, type Dose } from '../protocol/index.ts';
import { codesOn } from './products/product.ts';
import { productOf } from './products/product-table.ts';

export const SYNTHETIC_ISSUER = 'https://vc.vrs.example/issuer';

/** A dose of a product as the record holds it. */
export function syntheticDose(number: number, day: string, code: string, lot: string): Dose {
  const product = productOf(code);
  if (product === undefined) throw new Error('a fixture must name a product of the table');
  const { cvx, icd11 } = codesOn(product, '2026-11-20');
  const { vaccineType, manufacturer } = product;
  return { number, day, vaccineType, manufacturer, product: product.product, lot, cvx, icd11, country: 'JPN' };
}

/** Facts of either kind with the given number of doses, one a quarter from 2021-07 on. */
export function syntheticFacts(o: { kind: 'domestic' | 'overseas'; doses: number; name?: string }): CertificateFacts {
  const doses = Array.from({ length: o.doses }, (_, index) => {
    const day = new Date(Date.UTC(2021, 6 + index * 3, 10 + index)).toISOString().slice(0, 10);
    return syntheticDose(index + 1, day, index % 2 === 0 ? 'comirnaty' : 'comirnaty-ba45', `ZZ${1000 + index * 37}`);
  });
  const passport = {
    romanName: { primary: 'KAKU', secondary: 'HANAKO' },
    nationality: 'JPN',
    passportNumber: 'ZZ0000000',
  };
  return v.parse(CertificateFactsSchema, {
    certificateId: 'SYNTHETIC001',
    issuedOn: '2026-11-20',
    kind: o.kind,
    municipality: {
      code: '900010',
      prefecture: { ja: '架空県', en: 'Kaku Prefecture' },
      name: { ja: '架空市', en: 'Kaku City' },
    },
    holder: {
      name: o.name ?? '架空\u3000花子',
      birthDate: '1985-04-23',
      passport: o.kind === 'overseas' ? passport : null,
    },
    doses,
  });
}
