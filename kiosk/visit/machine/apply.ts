/**
 * Second part: choose the municipality of the time of vaccination (taking-part ones only, K8), apply, and check what comes
 * back. Output `issued` exists only after invariant A has been proved on the finished page.
 */
import { assign, setup } from 'xstate';
import type {
  CertificateFacts,
  CertificateKind,
  Municipality,
  Refusal,
} from '../../../server-bridge/protocol/index.ts';
import { applyForCertificate } from './actor-contracts.ts';
import type { TouchEvent } from './events.ts';

export type ApplyOutput =
  | { type: 'issued'; facts: CertificateFacts; pages: number; municipality: Municipality }
  /** `municipality`: where it was applied for, to apply there again. */
  | { type: 'refused'; refusal: Refusal; municipality: Municipality | null }
  | { type: 'right-person' };

export type ApplyInput = {
  kind: CertificateKind;
  municipalities: readonly Municipality[];
  /** Chosen before, in the same visit. */
  chosen: Municipality | null;
};

type ApplyContext = ApplyInput & { output: ApplyOutput | null };

export const applyMachine = setup({
  types: {
    context: {} as ApplyContext,
    events: {} as TouchEvent,
    input: {} as ApplyInput,
    output: {} as ApplyOutput,
  },
  actors: { applyForCertificate },
  guards: {
    chosenBefore: ({ context }) => context.chosen !== null,
    takesPart: ({ context }, { code }: { code: string }) =>
      context.municipalities.some((m) => m.code === code && m.takingPart),
  },
}).createMachine({
  id: 'apply',
  context: ({ input }) => ({ ...input, output: null }),
  initial: 'choosingMunicipality',
  output: ({ context }): ApplyOutput =>
    context.output ?? { type: 'refused', refusal: 'UNAVAILABLE', municipality: null },
  states: {
    choosingMunicipality: {
      always: { guard: 'chosenBefore', target: 'applying' },
      on: {
        'UI.choose-municipality': {
          guard: { type: 'takesPart', params: ({ event }) => ({ code: event.code }) },
          target: 'applying',
          actions: assign({
            chosen: ({ context, event }) => context.municipalities.find((m) => m.code === event.code) ?? null,
          }),
        },
      },
    },
    applying: {
      invoke: {
        src: 'applyForCertificate',
        input: ({ context }) => {
          if (context.chosen === null) throw new Error('Applying needs a chosen municipality.');
          return { kind: context.kind, municipality: context.chosen.code };
        },
        onDone: {
          target: 'answered',
          actions: assign({
            output: ({ context, event }): ApplyOutput => {
              if (event.output.type === 'right-person') return event.output;
              if (event.output.type === 'refused') return { ...event.output, municipality: context.chosen };
              return context.chosen === null
                ? { type: 'refused', refusal: 'UNAVAILABLE', municipality: null }
                : { ...event.output, municipality: context.chosen };
            },
          }),
        },
        onError: {
          target: 'answered',
          actions: assign({ output: { type: 'refused', refusal: 'UNAVAILABLE', municipality: null } as const }),
        },
      },
    },
    answered: { type: 'final' },
  },
});
