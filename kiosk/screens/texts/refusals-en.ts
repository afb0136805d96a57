/** What a resident is told when a visit can go no further: what happened and what to do. An error is never called an empty record (P10). */
import type { Refusal } from '../../../server-bridge/protocol/index.ts';
import type { RefusalText } from './texts.ts';

export const REFUSALS_EN: Record<Refusal, RefusalText> = {
  NO_RECORD_CHECK_CITY: {
    title: 'We could not find your vaccination in the municipality you chose',
    happened: 'It is only where you were registered when you were vaccinated.',
    next: 'Choose the municipality of that time. If your choice was right, please ask there.',
  },
  NO_RECORD_ASK_CITY: {
    title: 'The municipality you chose must check your record',
    happened: 'Your choice seems right, but this machine could not find your vaccination there.',
    next: 'Please ask that municipality about your vaccination record.',
  },
  NEEDS_CONFIRMATION: {
    title: 'Something in your vaccination record needs to be checked',
    happened: 'No certificate can be issued until it has been confirmed.',
    next: 'Please ask the municipality where you were registered when you were vaccinated.',
  },
  PASSPORT_NOT_REGISTERED: {
    title: 'Your passport is not registered',
    happened: 'A certificate for use abroad needs your passport details, registered beforehand.',
    next: 'Choose the certificate for Japan only, or apply at your municipal office for use abroad.',
  },
  PASSPORT_DIFFERS: {
    title: 'Your registered passport details cannot be used',
    happened: 'The registered passport details and your card do not agree.',
    next: 'Choose the certificate for Japan only, or have your passport registered again at your municipal office.',
  },
  PASSPORT_NOT_GENUINE: {
    title: 'Your passport could not be confirmed',
    happened: 'We could not confirm that it is a valid passport of the same person as the card.',
    next: 'Choose the certificate for Japan only, or take your passport to your municipal office.',
  },
  CITY_STOPPED: {
    title: 'The municipality you chose is not available now',
    happened: 'It does not take part in this service, or has stopped it for a time.',
    next: 'Try again later, or apply at the office of that municipality.',
  },
  COUNTER_ONLY: {
    title: 'Please apply at the municipal office',
    happened: 'This certificate cannot be issued in a convenience store.',
    next: 'Apply at the office of the municipality where you were registered when you were vaccinated.',
  },
  CARD_NOT_GENUINE: {
    title: 'Your card could not be confirmed',
    happened: 'The electronic signature in the card did not pass the check.',
    next: 'Please take the card to the municipal office where you live.',
  },
  CARD_ISSUER_UNKNOWN: {
    title: 'This machine cannot confirm your card',
    happened: 'The issuer of the card is not known to this machine.',
    next: 'Please take the card to the municipal office where you live.',
  },
  CHALLENGE_EXPIRED: {
    title: 'The time for checking ran out',
    happened: 'Too much time passed after your card was read.',
    next: 'Please start again from the beginning.',
  },
  APPLICATION_REFUSED: {
    title: 'Your application could not be accepted',
    happened: 'Its contents did not pass the check.',
    next: 'Please start again. If it happens again, apply at the municipal office.',
  },
  TOO_MANY_DOSES: {
    title: 'There are too many doses for one page',
    happened: 'This machine cannot print that many.',
    next: 'Apply at the office of the municipality where you were registered when you were vaccinated.',
  },
  PIN_LOCKED: {
    title: 'Your PIN is locked',
    happened: 'It was entered wrongly three times in a row, so it cannot be used in any store.',
    next: 'Take your card and another identity document to the municipal office where you live and set a new PIN.',
  },
  CARD_READ: {
    title: 'Your card could not be read',
    happened: 'The card moved, or was hard to read.',
    next: 'Please start again. If it happens again, ask your municipal office.',
  },
  WRONG_CARD: {
    title: 'This is not a My Number card',
    happened: 'Older resident cards and notification cards cannot be used here.',
    next: 'Please start again with your My Number card.',
  },
  CARD_TAKEN_EARLY: {
    title: 'The card was taken away too early',
    happened: 'The card left the reader before reading was finished.',
    next: 'Please start again, and leave the card in place until the screen asks you to take it.',
  },
  UNAVAILABLE: {
    title: 'We cannot connect just now',
    happened: 'The vaccination record system did not answer. This does not mean that you have no record.',
    next: 'Please try again a little later.',
  },
  BUSY: {
    title: 'The service is very busy',
    happened: 'Too many people are applying at once. This does not mean that you have no record.',
    next: 'Please wait a few minutes and try again.',
  },
  OUT_OF_HOURS: {
    title: 'The service has closed for today',
    happened: 'Service hours ended while you were using the machine.',
    next: 'Please start again during service hours.',
  },
  MAINTENANCE: {
    title: 'The service is stopped for now',
    happened: 'The system is being checked.',
    next: 'Please try again a little later.',
  },
  PRINTER_ATTENTION: {
    title: 'Printing could not be finished',
    happened: 'The printer had a problem, and printing was stopped.',
    next: 'If paper is left in the machine, please call the staff. You need not show them what is on it.',
  },
  PAYMENT_UNAVAILABLE: {
    title: 'Payment is not possible',
    happened: 'The device that takes the payment has a problem.',
    next: 'Please call the staff, or use a machine in another store.',
  },
  NAME_NOT_PRINTABLE: {
    title: 'This machine cannot print your name correctly',
    happened: 'We stopped, so that your name is not printed with a wrong character.',
    next: 'Apply at the office of the municipality where you were registered when you were vaccinated.',
  },
  RIGHT_PERSON: {
    title: 'Stopped for your safety',
    happened: 'We could not make fully sure that the certificate is yours.',
    next: 'If paper came out, do not take it home: please call the staff. This machine stays closed until it has been checked.',
  },
};
