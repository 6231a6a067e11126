namespace AgentBus.Models.Tests.Judging;

/// <summary>Passages written for these tests, in the manner of project documentation and encyclopaedias: names, numbers, denials, lists and tables.</summary>
internal static class SourceTexts
{
    public static readonly string[] Passages =
    [
        """
        # Northwind Queue

        Northwind Queue 4.2 was released in March 2021 by the Halden Foundation. It stores up to 12,000 messages in memory before it starts to write to disk.
        A consumer must acknowledge each message within 30 seconds. Messages that are not acknowledged return to the head of the queue. The server does not
        delete a message until every replica has confirmed it. Three replicas are the default, and the Raft protocol elects their leader. Administrators can change
        the number of replicas with the `nwq-admin` tool. Northwind Queue cannot run on Windows because it relies on Linux io_uring.
        Plugins written in Rust or Go extend the server. The Prometheus plugin exposes 85 metrics on port 9419.
        """,
        """
        # Measuring Northwind Queue

        The laboratory of Tampere University measured Northwind Queue on a machine with 16 cores. A single producer reached 48,000 messages per second. With eight producers
        the rate rose to 210,000 messages per second. The median latency was 1.4 ms and the 99th percentile 11 ms. Replication to a second site in Oulu did not lower the rate,
        but it raised the latency by 6 ms. Compression with Zstandard saved 62% of the network traffic. The authors did not measure messages over 1 MB.
        Professor Aino Lehtonen published the results in 2022. Her team repeated every run five times. The raw data is available from the Finnish Data Archive.

        | producers | rate |
        |---|---|
        | 1 | 48000 |
        | 8 | 210000 |
        """,
        """
        The Marmara lighthouse stands on a rock 3 km off the coast of Denizli Bay. It was built in 1871 by the engineer Osman Kaya. The tower is 34 metres high and has 172 steps.
        Its lamp was electrified in 1938 and can be seen from 20 nautical miles. No keeper has lived there since 1994. The museum on the ground floor opens from May to October.
        Visitors cannot climb the tower during storms. The Turkish Coast Guard has restored the gallery twice. Local fishermen still use the small harbour on the east side.
        A ferry from Port Selim reaches the rock in 25 minutes. Tickets are not sold on board.
        """,
        """
        The second lighthouse of the bay, Kuzey Light, was finished in 1902 after a delay of four years. It is 19 metres high and was never electrified.
        Oil for its lamp came from Port Selim once a week. The keeper Mehmet Demir served there for 31 years without a single day of leave. A storm destroyed the upper floor in 1956.
        The tower is not open to visitors. Its lens is now shown in the Naval Museum of Istanbul. Engineers from Ankara inspected the walls in 2018 and found 14 cracks.
        Repairs will cost about 2.5 million lira. The city council has not decided who pays for them.
        """,
        """
        ## Backups

        Every node writes a snapshot to object storage at 02:00 UTC. Snapshots are kept for 14 days and are encrypted with AES-256. The key must never leave the vault service.
        A restore of 100 GB takes about 40 minutes on the standard plan. Customers on the Free plan do not get snapshots. The `restore` command is safe to run twice, because it checks the
        checksum of each file first. Operators should test a restore at least once every quarter. Snapshots from version 3 cannot be read by version 5.
        The team in Lisbon is responsible for the storage service. Alerts go to the Pagoda channel when a snapshot fails two times in a row.
        """,
        """
        ## Access keys

        An access key belongs to one tenant and has one or more roles. Keys are shown only once, when they are made. The Gateway stores a SHA-256 hash of the key and not the key itself.
        A key that was not used for 90 days is disabled. Administrators can disable a key at any time, and the change takes effect within 5 seconds. The role `viewer` may read runs
        but may not start them. Requests without a key are answered with status 401. More than 20 wrong keys in one minute block the address for ten minutes.
        The Keystone service rotates its own keys each Sunday. Rotation does not interrupt running requests.
        """,
        """
        The river Vesna rises in the Korab hills at a height of 1,240 metres and flows 310 km to the Sea of Azov. Its largest tributary, the Lipa, joins it at Novigrad.
        The river freezes in January and February, but the port of Novigrad is kept open by two icebreakers. Salmon returned to the Vesna in 2009 after the closing of the Borsk paper mill.
        The dam at Kamen does not have a fish ladder. It produces 180 megawatts and supplies about 95,000 households. Floods in 1932 and 1977 destroyed most of the old bridges.
        The Stone Bridge at Novigrad was not damaged. Ships longer than 80 metres are not allowed above the dam. The Vesna Commission meets four times a year in Borsk.
        """,
        """
        The Lipa is 96 km long and drains an area of 2,150 square kilometres. Its water is not used for drinking because of high levels of iron. Geologists from Riga University mapped its
        caves between 1964 and 1971. The deepest cave, Orlova, reaches 412 metres. Bats of eleven species winter in it, and visitors are not admitted from November to April.
        The railway from Novigrad to Tura crosses the river on 23 viaducts. It was opened by Queen Milena in 1889. Steam trains ran until 1974.
        The line has never carried freight. The Heritage Trust bought the station at Tura for one crown.
        """,
        """
        Version 7 of the Calder compiler translates programs about twice as fast as version 6. The new optimiser was written by Ines Duarte and removes 18% of all memory loads.
        The compiler does not support 32-bit targets any more. Programs that use the old macro syntax must be converted with the `calder-fix` tool. Error messages now name the file, the line
        and the column. The debugger can attach to a running process on Linux and FreeBSD. Builds on macOS are not signed yet. The standard library has 240 modules, of which 36 are experimental.
        The licence changed from GPL to Apache 2.0 in 2023. The Calder Foundation has nine members and meets in Utrecht every spring.
        """,
        """
        The Calder package registry holds 31,500 packages from 4,800 authors. A package that was published cannot be deleted, but its author can mark it as withdrawn. Names must have at least three
        letters. The registry does not accept packages over 20 MB. All uploads are signed with Ed25519 keys. Scans by the Sentry service take about 90 seconds. In 2022 the scans found 127 harmful packages.
        Mirrors run in Oslo, Singapore and Toronto. The mirror in Toronto is updated every 15 minutes. Downloads without an account are limited to 600 per hour. The operators in Oslo publish a report every January.
        """,
    ];
}
