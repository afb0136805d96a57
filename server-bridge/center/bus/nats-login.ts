/** How this node says who it is to a NATS server. */
import {
  type Authenticator,
  credsAuthenticator,
  nkeyAuthenticator,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
} from '@nats-io/transport-node';

export type NatsLogin =
  /** By its TLS certificate, or to a server that asks nothing. */
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'password'; readonly user: string; readonly password: string }
  /** Seed of an Ed25519 key as `nk` writes it: the server has its public half and asks for a signature. */
  | { readonly kind: 'nkey'; readonly seed: Uint8Array }
  /** What a credentials file of the server's operator holds, as `nsc` writes it. */
  | { readonly kind: 'credentials'; readonly credentials: Uint8Array };

/** @returns null where nothing is said */
export function authenticatorOf(login: NatsLogin): Authenticator | null {
  switch (login.kind) {
    case 'none':
      return null;
    case 'token':
      return tokenAuthenticator(login.token);
    case 'password':
      return usernamePasswordAuthenticator(login.user, login.password);
    case 'nkey':
      return nkeyAuthenticator(login.seed);
    case 'credentials':
      return credsAuthenticator(login.credentials);
    default: {
      const never: never = login;
      throw new Error(`unknown login ${String(never)}`);
    }
  }
}
