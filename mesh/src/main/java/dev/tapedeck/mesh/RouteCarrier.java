package dev.tapedeck.mesh;

import dev.tapedeck.recording.Json;
import dev.tapedeck.recording.Name;
import dev.tapedeck.recording.Naming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * A route at work: a request from outside invokes the first function whose pattern wants it, once, and what that returns is the response. A
 * function at the limit of its concurrency turns the request away, as does one that would be handed more than Lambda takes. The message's type is the route ({@code POST /invoices/{id}}); its
 * attributes are the request's headers, and {@value #PATH} and {@value #QUERY} where they differ from the route.
 */
final class RouteCarrier implements Carrier {

    /** 6 MB for a synchronous invocation (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html). */
    private static final int LARGEST_REQUEST_BYTES = 6_291_456;

    /** A character is six at most in JSON, and what is told of the path stands in an event several times. */
    private static final int MOST_GROWTH = 32;

    static final String PATH = ":path";
    static final String QUERY = ":query";

    private final World world;
    private final Channels channels;
    private final SystemSpec.ChannelSpec spec;
    private final List<Integration> integrations = new ArrayList<>();

    private record Integration(Function function, EventPattern pattern) {}

    RouteCarrier(World world, Channels channels, SystemSpec.ChannelSpec spec) {
        this.world = world;
        this.channels = channels;
        this.spec = spec;
    }

    void invokes(SystemSpec.Subscription subscription, Function function) {
        integrations.add(new Integration(function, EventPattern.of(subscription.pattern())));
    }

    @Override
    public SystemSpec.ChannelSpec spec() {
        return spec;
    }

    @Override
    public Taken accept(Parcel parcel) {
        ObjectNode event = event(parcel);
        for (Integration integration : integrations) {
            if (integration.pattern().matches(event)) {
                schedule(parcel, integration.function(), event);
                break;
            }
        }
        return new Taken(true, parcel.receipt());
    }

    private ObjectNode event(Parcel parcel) {
        String route = parcel.message().type();
        int space = route.indexOf(' ');
        SortedMap<String, String> headers = new TreeMap<>(parcel.message().attributes());
        String query = Objects.requireNonNullElse(headers.remove(QUERY), "");
        String path = Objects.requireNonNullElse(headers.remove(PATH), space < 0 ? "/" : route.substring(space + 1));
        return world.shapes.route(new EventShapes.Request(route, space < 0 ? "GET" : route.substring(0, space), path, query, headers,
                parcel.entry().body(), parcel.receipt().id(), parcel.message().sentAt().epochMillis()), "api");
    }

    private void schedule(Parcel parcel, Function function, ObjectNode event) {
        Name delivery = Naming.delivery(parcel.name(), function.name(), 1);
        long latency = world.direction.deliveryNanos(delivery, parcel.message(), function.name(), 1);
        world.after(latency, () -> "deliver " + delivery.brief() + " to " + function.name(), () -> {
            channels.handedOn(parcel.name());
            if (function.free() && !tooLarge(parcel, event)) {
                begin(parcel, delivery, function, event);
            } else {
                world.ledger.turnedAway(parcel.name());
            }
        });
    }

    /** Written out only where it may be: of what a request brings, escaped and told twice, hardly any comes near. */
    private static boolean tooLarge(Parcel parcel, ObjectNode event) {
        long brought = parcel.entry().body().length();
        for (Map.Entry<String, String> attribute : parcel.message().attributes().entrySet()) {
            brought += attribute.getKey().length() + attribute.getValue().length();
        }
        return brought > LARGEST_REQUEST_BYTES / MOST_GROWTH && Utf8.length(Json.write(event)) > LARGEST_REQUEST_BYTES;
    }

    private void begin(Parcel parcel, Name delivery, Function function, ObjectNode event) {
        Name invocation = Naming.invocation(function.name(), List.of(delivery));
        world.ledger.delivery(delivery, parcel.name(), function.name(), 1, world.moment(), invocation);
        function.begin(new Work(invocation, List.of(delivery), 1, event, invocation, parcel.trail(), result -> {
            // the response goes to whoever asked, outside the system
        }));
    }
}
