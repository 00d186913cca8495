// Run as a process of its own by the fault tests: opens the data folder in argv, commits rows, says so after each, then
// leaves a transaction open and waits to be killed.
import sql from 'sql-template-tag';
import { openDatabase } from '../database.ts';

const [dataDirectory = '', firstNumber = '', count = ''] = process.argv.slice(2);
const database = await openDatabase({ dataDirectory }, { use: 'alone' });
await database.query(sql`create table if not exists pair (number integer not null, half text not null)`);

const first = Number(firstNumber);
for (let number = first; number < first + Number(count); number += 1) {
  await database.transaction(async (tx) => {
    await tx.query(sql`insert into pair values (${number}, 'left')`);
    await tx.query(sql`insert into pair values (${number}, 'right')`);
  });
  console.log(`committed ${number}`);
}
await database.transaction(async (tx) => {
  await tx.query(sql`insert into pair values (-1, 'left')`);
  console.log('in a transaction');
  await new Promise(() => setInterval(() => {}, 1_000));
});
