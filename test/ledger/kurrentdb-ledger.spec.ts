import { openKurrentDbLedger } from '../../src/ledger/kurrentdb-ledger.js';
import { KurrentDbDouble } from '../support/kurrentdb-double.js';
import { ledgerContract } from './ledger.contract.js';

ledgerContract('KurrentDB', async () => {
  const double = await KurrentDbDouble.start();
  let ledger = await openKurrentDbLedger({ url: double.url });
  return {
    ledger,
    reopen: async () => {
      await ledger.close();
      ledger = await openKurrentDbLedger({ url: double.url });
      return ledger;
    },
    dispose: async () => {
      await ledger.close();
      await double.stop();
    },
  };
});
