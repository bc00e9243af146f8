package dev.tapedeck.mesh;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.IntConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How fast a table of 10,000 items answers, and what forking it costs. Run by {@code dev/bench}. */
final class TableBenchmark {

    private static final int ITEMS = 10_000;
    /** Machines are shared: what counts is the time of the processor. */
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final long WARM_UP_NANOS = 1_000_000_000L;
    private static final long MEASURED_NANOS = 1_500_000_000L;

    private TableBenchmark() {}

    public static void main(String[] arguments) {
        Table table = new Table(TableContract.ORDERS);
        for (int i = 0; i < ITEMS; i++) {
            table.put(item(i));
        }
        System.out.println("table GetItem: " + perSecond(i -> run(table, "GetItem", key(i))) + " operations/s");
        System.out.println("table PutItem: " + perSecond(i -> run(table, "PutItem", input().set("Item", item(i)))) + " operations/s");
        JsonNode update = TableContract.json("{'TableName':'orders','UpdateExpression':'SET #s = :s, n = n + :one ADD seen :one',"
                + "'ConditionExpression':'attribute_exists(pk) AND n >= :one','ExpressionAttributeNames':{'#s':'status'},"
                + "'ExpressionAttributeValues':{':s':{'S':'closed'},':one':{'N':'1'}},'ReturnValues':'ALL_NEW'}");
        System.out.println("table UpdateItem with a condition: "
                + perSecond(i -> run(table, "UpdateItem", ((ObjectNode) update.deepCopy()).set("Key", key(i).get("Key"))))
                + " operations/s");
        JsonNode query = TableContract.json("{'TableName':'orders','KeyConditionExpression':'pk = :p AND sk > :s','Limit':10,"
                + "'ExpressionAttributeValues':{':p':{'S':'p7'},':s':{'N':'50'}}}");
        System.out.println("table Query of 10 items: " + perSecond(i -> run(table, "Query", query)) + " operations/s");
        long forks = perSecond(i -> table.fork());
        System.out.println("table fork: " + 1_000_000_000L / forks + " ns");
        long written = perSecond(i -> table.fork().put(item(i % ITEMS)));
        System.out.println("table fork and one write to it: " + 1_000_000_000L / written + " ns");
    }

    private static void run(Table table, String operation, JsonNode input) {
        Reply reply = table.execute(operation, input);
        if (!reply.succeeded()) {
            throw new IllegalStateException(operation + ": " + reply.body());
        }
    }

    private static long perSecond(IntConsumer operation) {
        repeat(operation, WARM_UP_NANOS);
        return repeat(operation, MEASURED_NANOS);
    }

    private static long repeat(IntConsumer operation, long nanos) {
        long start = THREADS.getCurrentThreadCpuTime();
        long count = 0;
        long spent;
        do {
            for (int i = 0; i < 200; i++) {
                operation.accept((int) (count++ * 7919 % ITEMS));
            }
            spent = THREADS.getCurrentThreadCpuTime() - start;
        } while (spent < nanos);
        return count * 1_000_000_000L / spent;
    }

    private static ObjectNode input() {
        return (ObjectNode) TableContract.json("{'TableName':'orders'}");
    }

    private static ObjectNode key(int i) {
        ObjectNode input = input();
        ObjectNode key = input.putObject("Key");
        key.putObject("pk").put("S", "p" + i % 50);
        key.putObject("sk").put("N", Integer.toString(i / 50));
        return input;
    }

    private static ObjectNode item(int i) {
        ObjectNode item = (ObjectNode) key(i).get("Key");
        item.putObject("n").put("N", "5");
        item.putObject("customer").put("S", "Someone Somewhere");
        item.putObject("owner").put("S", "owner" + i % 10);
        item.putObject("due").put("N", Integer.toString(i % 30));
        item.putObject("lines").putArray("L").addObject().putObject("M").putObject("amount").put("N", "12.50");
        return item;
    }
}
