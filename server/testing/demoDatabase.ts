import { connectPostgis } from '../database.ts';
import { loadDemo } from '../demo/load.ts';
import { migrate } from '../migrations.ts';
import { databaseUrl, onServer } from './databaseServer.ts';

/** Makes a database with the small demo city, which verifies. */
export async function loadCity(serverUrl: string, name: string): Promise<void> {
  await onServer(serverUrl, `create database ${name}`);
  const database = await connectPostgis(databaseUrl(serverUrl, name));
  try {
    await migrate(database);
    await loadDemo(database, 'small');
  } finally {
    await database.close();
  }
}
