import type { Naming } from './language.ts';

/** The words of what all pages have in common. What one language lacks does not pass the type check. */

export function kitEn({ product, system }: Naming) {
  const System = system.charAt(0).toUpperCase() + system.slice(1);
  return {
    frame: {
      product,
      skip: 'Skip to the content',
      pages: 'Pages',
      language: '日本語',
      languageLabel: 'Change the language to Japanese (日本語)',
      signOut: 'Sign out',
      signedInAs: 'Signed in as',
      sending: `Sending to ${system} …`,
      loading: `Asking ${system} …`,
      asOf: (when: string) => `As of ${when}`,
      old: 'What is shown below is from before.',
      again: 'Ask again',
      close: 'Close',
      cancel: 'Do not do it',
      none: 'None',
      nothing: '—',
      yes: 'Yes',
      no: 'No',
      missingRight: (right: string) =>
        `Your roles do not include the right to do this: ${right}. An administrator can give it.`,
      unknownPage: 'There is no such page.',
      endsSoon: (when: string) => `Your session ends at ${when} because nothing was done.`,
      endsForGood: (when: string) =>
        `Your session ends at ${when} in any case. Finish what you are doing and sign in again.`,
      stay: 'Stay signed in',
      ended: 'Your session has ended. Please sign in again.',
      developmentOnly: 'Development',
    },
    signIn: {
      title: 'Sign in',
      staffId: 'Account name',
      password: 'Password',
      code: 'One-time code',
      codeHint: 'Six digits from your authenticator',
      submit: 'Sign in',
      refused: 'Account name, password or one-time code is not right.',
      locked: (seconds: number) => `Too many attempts. Try again in ${seconds} seconds.`,
      malformed: 'Check what you typed: an account name begins with a letter, a one-time code has six digits.',
      changeTitle: 'Set your own password',
      changeWhy: 'Until you have set a password of your own, nothing else is possible.',
      present: 'Present password',
      next: 'New password',
      nextHint: 'At least 12 characters. No name, no common word, no run of letters or digits.',
      repeat: 'New password again',
      different: 'The two new passwords are not the same.',
      tooShort: 'The new password needs at least 12 characters.',
      change: 'Set the password',
      changed: 'Your password is set.',
      wrongPresent: 'The present password is not right.',
      unfit: 'That password is easily guessed. Choose another.',
      usedBefore: 'You have used that password before. Choose another.',
    },
    problems: {
      signedOut: 'You are not signed in any more.',
      passwordDue: 'Set your own password first.',
      noRight: 'Your roles do not include the right to do this.',
      refused: `${System} has refused it:`,
      tooMany: (seconds: number) => `Too many requests. Try again in ${seconds} seconds.`,
      away: `${System} does not answer. The page asks again by itself.`,
      awayOrder: `${System} did not answer. It is not known whether this was carried out: look before you do it again.`,
      unfit: `${System} answered something this page does not understand. Load the page again; if that does not help, page and ${system.replace(/^the /, '')} are of different builds.`,
      unfitOrder: `${System} did it, but answered something this page does not understand. Load the page again.`,
      words: {
        malformed: 'it does not fit what is allowed.',
        'own-account': 'nobody changes the own account.',
        'unknown-account': 'there is no such account.',
        'last-administrator': 'one active administrator must stay.',
        taken: 'the account name is taken.',
        'not-found': `${system} does not know it.`,
        'not-now': 'it is not in a state for this.',
        csrf: 'the session is not the one this page began with. Load the page again.',
      } as Record<string, string>,
    },
  };
}

export type KitTexts = ReturnType<typeof kitEn>;
