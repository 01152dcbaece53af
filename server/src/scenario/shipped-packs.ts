import { fileURLToPath } from 'node:url';
import { createPackFiles, type Packs } from '../room/packs.ts';

/** The plan packs that the product ships. */
export function shippedPacks(): Packs {
  return createPackFiles([fileURLToPath(new URL('../../../shared/plans/', import.meta.url))]);
}
