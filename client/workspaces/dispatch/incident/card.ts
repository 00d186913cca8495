// The card that goes to a worker by message: plain lines in the language of the screen. Pure.
import type { GridWorkload } from '../../../../server/analysis/schemas.ts';
import type { Messages } from '../../../messages/en.ts';
import { formatCode } from '../../../state/gridCodes.ts';
import type { QueueItem } from '../incidentApi.ts';
import { inLanguage, titleOf } from '../queue/rowWords.ts';

export function incidentCard(
  item: QueueItem,
  grid: GridWorkload | undefined,
  region: { timeZone: string; name: string; nameEn: string },
  words: Messages,
  nameOf: (place: { name: string; nameEn: string }) => string,
): string {
  const { card, noGrid, nobody, worker } = words.dispatch;
  const { severities, statuses } = words.incident;
  const places = grid === undefined ? [region] : [region, grid.street, grid.community, grid];
  const lines = [
    card.title(titleOf(item, words), severities[item.severity] ?? ''),
    ...(item.address === null
      ? []
      : [card.line(words.dispatch.form.address, inLanguage(item.address, words))]),
    card.line(card.grid, item.grid === null ? noGrid : formatCode(item.grid.code)),
    card.line(words.dispatch.path, places.map(nameOf).filter(Boolean).join(' › ')),
    card.line(card.worker, item.worker === null ? nobody : worker(item.worker.number)),
    card.line(words.dispatch.state, statuses[item.status] ?? item.status),
    card.line(card.reported, words.format.dateTime(item.reportedAt, region.timeZone)),
    // digits together, as other programs read them
    card.line(words.dispatch.coordinates, `${item.lon.toFixed(7)}, ${item.lat.toFixed(7)} (WGS84)`),
    card.line(words.dispatch.reference, `${item.source} ${item.reference}`),
  ];
  return lines.join('\n');
}
