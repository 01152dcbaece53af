import 'reflect-metadata';
import { createHash, randomBytes } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import { DAY, type Instant } from '@duty-room/shared/kernel/instant';

/** A certificate and its private key, both as PEM texts. */
export type Pair = { readonly cert: string; readonly key: string };

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
const AUTHORITY_LIFE = 3650 * DAY;
/** Safari refuses server certificates that live longer than 825 days, also below an authority installed by hand. */
const SERVER_LIFE = 820 * DAY;
/** Machines of an office disagree about the time; a certificate is valid a little before it was made. */
const BACKDATED = DAY;

const generateKeys = async () => crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);

/** A positive number of 127 bits: no authority gives the same one twice. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = (bytes.readUInt8(0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

async function exportKey(key: Parameters<typeof crypto.subtle.exportKey>[1]): Promise<string> {
  return PemConverter.encode(await crypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY');
}

/** Makes the office's own authority: good for ten years, able to sign server certificates and nothing below them. */
export async function makeAuthority(name: string, now: Instant): Promise<Pair> {
  const keys = await generateKeys();
  const certificate = await X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [name.slice(0, 64)] }],
    notBefore: new Date(now - BACKDATED),
    notAfter: new Date(now + AUTHORITY_LIFE),
    signingAlgorithm: ALGORITHM,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { cert: certificate.toString('pem'), key: await exportKey(keys.privateKey) };
}

/**
 * Makes a server certificate for `hosts` (DNS names and IP addresses) signed by `authority`, not living longer than it.
 * Throws where the authority's texts are not a certificate and its key.
 */
export async function makeServerCertificate(authority: Pair, hosts: readonly string[], now: Instant): Promise<Pair> {
  const issuer = new X509Certificate(authority.cert);
  const [pem] = PemConverter.decode(authority.key);
  if (!pem) throw new Error('The authority has no private key');
  const signingKey = await crypto.subtle.importKey('pkcs8', pem, ALGORITHM, false, ['sign']);
  const keys = await generateKeys();
  const names = hosts.map((host): JsonGeneralName => ({ type: isIP(host) === 0 ? 'dns' : 'ip', value: host }));
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serialNumber(),
    subject: [{ CN: [(hosts[0] ?? 'localhost').slice(0, 64)] }],
    issuer: issuer.subject,
    notBefore: new Date(now - BACKDATED),
    notAfter: new Date(Math.min(now + SERVER_LIFE, issuer.notAfter.getTime())),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(names),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer, false),
    ],
  });
  return { cert: certificate.toString('pem'), key: await exportKey(keys.privateKey) };
}

/** The fingerprint by which a person compares a certificate on two machines: SHA-256, in pairs. */
export function fingerprint(cert: string): string {
  const [der] = PemConverter.decode(cert);
  if (!der) throw new Error('Not a certificate');
  const hash = createHash('sha256').update(new Uint8Array(der)).digest('hex').toUpperCase();
  return hash.match(/../g)?.join(':') ?? hash;
}
