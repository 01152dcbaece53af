import { DAY, type Instant } from '@duty-room/shared/kernel/instant';

/** Turns a scenario's local times into instants, by the calendar of the office's time zone. */
export type ScenarioTime = {
  readonly start: Instant;
  readonly parse: (text: string) => Instant;
  readonly format: (instant: Instant) => string;
};

export function scenarioTime(start: string, timeZone: string): ScenarioTime {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  const local = (instant: Instant): { readonly day: string; readonly time: string } => {
    const [day = '', time = ''] = format.format(instant).split(', ');
    return { day, time };
  };
  const toInstant = (day: string, time: string): Instant => {
    const asUtc = Date.parse(`${day}T${time.length === 5 ? `${time}:00` : time}Z`);
    // The zone's offset at that wall time: two passes settle a day on which the offset changes.
    let guess = asUtc;
    for (let pass = 0; pass < 2; pass += 1) {
      const shown = local(guess);
      guess += asUtc - (Date.parse(`${shown.day}T${shown.time}Z`) + (guess % 1000));
    }
    return guess;
  };
  const [startDay = '', startTime = ''] = start.split(' ');
  const startInstant = toInstant(startDay, startTime);
  return {
    start: startInstant,
    parse: (text) => {
      const [, offset = '0', time = ''] = /^(?:([+-]\d+)d )?(.*)$/.exec(text) ?? [];
      const shifted = new Date(Date.parse(`${startDay}T00:00:00Z`) + Number(offset) * DAY).toISOString().slice(0, 10);
      return toInstant(shifted, time);
    },
    format: (instant) => {
      const { day, time } = local(instant);
      const days = Math.round((Date.parse(`${day}T00:00:00Z`) - Date.parse(`${startDay}T00:00:00Z`)) / DAY);
      const part = instant % 1000;
      const text = part === 0 ? time : `${time}.${String(part).padStart(3, '0')}`;
      return days === 0 ? text : `${days > 0 ? '+' : ''}${days}d ${text}`;
    },
  };
}
