package dev.tapedeck.mesh;

import dev.tapedeck.mesh.SystemSpec.ChannelSpec;
import dev.tapedeck.mesh.SystemSpec.Ordering;
import dev.tapedeck.mesh.SystemSpec.Profile;
import dev.tapedeck.recording.Component;

/** Channels as tests want them. */
final class Profiles {

    static final String REGION = "eu-central-1";
    static final String ACCOUNT = "123456789012";

    static final Profile STANDARD = new Profile(Ordering.NONE, 0, 30_000, 3, "parcels-dead", 0, false, 0);
    static final Profile FIFO = new Profile(Ordering.PER_KEY, 0, 30_000, 2, "parcels-dead.fifo", 300_000, false, 0);
    static final Profile FIFO_BY_CONTENT = new Profile(Ordering.PER_KEY, 0, 30_000, 0, "", 300_000, true, 0);

    private Profiles() {}

    static ChannelSpec queue(String name, Profile profile) {
        return new ChannelSpec(name, Component.Kind.QUEUE, profile);
    }

    static QueueApi api(Profile profile) {
        return new QueueApi(queue(profile.ordering() == Ordering.NONE ? "parcels" : "parcels.fifo", profile), REGION, ACCOUNT);
    }
}
