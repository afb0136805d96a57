/** Invented certificates for the gallery. No person, municipality, product lot or number in here is real. */
const COMIRNATY = {
  vaccineType: { ja: 'mRNAワクチン', en: 'mRNA vaccine' },
  manufacturer: { ja: '架空ファーマ', en: 'Example Pharma' },
  product: { ja: 'サンプルワクチン', en: 'Sample Vaccine' },
  cvx: '208',
  country: 'JPN',
} as const;

/** `count` doses, each half a year after the one before. */
export function sampleDoses(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const half = index % 2;
    return {
      ...COMIRNATY,
      number: index + 1,
      day: `${2021 + Math.floor(index / 2)}-${half === 0 ? '05' : '11'}-${String(10 + index)}`,
      lot: `SYN${1000 + index * 37}`,
    };
  });
}

const MUNICIPALITY = {
  code: '610135',
  prefecture: { ja: '若葉県', en: 'Wakaba' },
  name: { ja: '青波市', en: 'Aonami City' },
};

export const DOMESTIC_FACTS = {
  certificateId: 'SYNTHETIC001',
  issuedOn: '2026-11-21',
  kind: 'domestic',
  municipality: MUNICIPALITY,
  holder: { name: '見本　花子', birthDate: '1985-04-12', passport: null },
  doses: sampleDoses(3),
} as const;

export const OVERSEAS_FACTS = {
  ...DOMESTIC_FACTS,
  certificateId: 'SYNTHETIC002',
  kind: 'overseas',
  holder: {
    ...DOMESTIC_FACTS.holder,
    passport: {
      romanName: { primary: 'MIHON', secondary: 'HANAKO' },
      nationality: 'JPN',
      passportNumber: 'ZZ0000001',
    },
  },
} as const;

/** The longest that can come: a long name, many doses, a passport. */
export const LONG_FACTS = {
  ...OVERSEAS_FACTS,
  certificateId: 'SYNTHETIC003',
  holder: {
    ...OVERSEAS_FACTS.holder,
    name: '見本寿限無五劫擦切海砂利水魚　花子水行末雲来末風来末食寝処住処［見本　花代］',
    passport: {
      romanName: { primary: 'MIHONJUGEMUGOKOUNOSURIKIRE', secondary: 'HANAKOKAIJARISUIGYONOSUIGYOMATSU' },
      nationality: 'JPN',
      passportNumber: 'ZZ0000002',
    },
  },
  doses: sampleDoses(9),
} as const;
