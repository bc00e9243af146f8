package dev.tapedeck.mesh;

import java.util.List;

/** A channel at work: what was put on it, it hands to its subscribers. */
interface Carrier {

    SystemSpec.ChannelSpec spec();

    /** What the sender of the next message is given; {@code id} is the message's. */
    default Submission.Receipt receipt(String id) {
        return new Submission.Receipt(id, "");
    }

    /** Takes a message in. */
    Taken accept(Parcel parcel);

    /** @param fresh whether the message was taken in; a duplicate is not, and {@code receipt} is the original's */
    record Taken(boolean fresh, Submission.Receipt receipt) {}

    /**
     * Lets go what waits for something that will not come any more, and says of each what it waited for; empty where nothing waits.
     */
    default List<String> giveUpWaiting() {
        return List.of();
    }
}
