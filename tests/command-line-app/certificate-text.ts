/** What a certificate says, for the screen. */
import type { IssuedResult } from '../../server-bridge/index.ts';

export function certificateText({ facts, vdsNc }: IssuedResult): string {
  const { holder, municipality } = facts;
  const passport =
    holder.passport === null
      ? []
      : [
          `passport      ${holder.passport.passportNumber} (${holder.passport.nationality})`,
          `Roman name    ${holder.passport.romanName.primary} ${holder.passport.romanName.secondary}`,
        ];
  return [
    `certificate   ${facts.certificateId}, ${facts.kind}, issued on ${facts.issuedOn}`,
    `issued by     ${municipality.prefecture.ja}${municipality.name.ja} (${municipality.code})`,
    `name          ${holder.name}`,
    `date of birth ${holder.birthDate}`,
    ...passport,
    ...facts.doses.map(
      ({ number, day, product, manufacturer, lot }) =>
        `dose ${number}        ${day}  ${product.ja}  ${manufacturer.ja}  ${lot}`,
    ),
    `codes         SMART Health Card${vdsNc === null ? '' : ', VDS-NC'}`,
    '',
  ].join('\n');
}
