import type { JsonObject } from './json.ts';

/** Members of a command's data that are sealed before they are stored: what is said of people, and the free text of a report. */
const SEALED = ['personal', 'fields'] as const;

/** What of a command's data goes into the sealed part of its event; undefined where nothing was said. */
export function sealedPart(data: object): JsonObject | undefined {
  const { personal, fields }: { personal?: JsonObject; fields?: JsonObject } = data;
  const said = { ...personal, ...(fields && Object.keys(fields).length > 0 ? { fields } : {}) };
  return Object.keys(said).length > 0 ? JSON.parse(JSON.stringify(said)) : undefined;
}

/** What of a command's data may stand in the open log. */
export function openPart(data: object): JsonObject {
  return JSON.parse(
    JSON.stringify(
      Object.fromEntries(Object.entries(data).filter(([key]) => !SEALED.some((sealed) => sealed === key))),
    ),
  );
}
