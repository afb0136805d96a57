import type * as v from 'valibot';
import { numberText, Panel, said, Table } from '../../../console-kit/index.ts';
import type { StatisticsSchema } from '../../console-api/people.ts';
import { useDesk } from '../frame/desk.ts';
import { productName } from '../person/dose-words.ts';

/** The figures themselves. */
export function CountedTables({ value }: { value: v.InferOutput<typeof StatisticsSchema> }) {
  const { texts, language } = useDesk();
  const { statistics, doses, words } = texts;
  const count = (counted: number | null): string => (counted === null ? statistics.few : numberText(language, counted));
  return (
    <div class="columns thirds">
      <Panel title={statistics.doses}>
        <Table
          label={statistics.doses}
          heads={[statistics.month, doses.number, statistics.count]}
          numbers={[2]}
          rows={value.dosesByMonth.map(({ month, number, doses: counted }) => ({
            key: `${month} ${number}`,
            cells: [month, doses.nth(String(number)), count(counted)],
          }))}
        />
      </Panel>
      <Panel title={statistics.products}>
        <Table
          label={statistics.products}
          heads={[doses.product, statistics.count]}
          numbers={[1]}
          rows={value.dosesByProduct.map(({ product, doses: counted }) => ({
            key: product,
            cells: [productName(language, product), count(counted)],
          }))}
        />
      </Panel>
      <Panel title={statistics.certificates}>
        <Table
          label={statistics.certificates}
          heads={[statistics.month, texts.certificates.kind, statistics.count]}
          numbers={[2]}
          rows={value.certificatesByMonth.map(({ month, kind, certificates }) => ({
            key: `${month} ${kind}`,
            cells: [month, said(words.kinds, kind), count(certificates)],
          }))}
        />
      </Panel>
    </div>
  );
}
