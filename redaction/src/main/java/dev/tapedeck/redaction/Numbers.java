package dev.tapedeck.redaction;

import java.math.BigDecimal;
import java.math.BigInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NumericNode;

/** Numbers: decimals and integers under eight digits stay, instants in the window stay, all other long numbers name something. */
final class Numbers {
    private static final BigInteger SMALL = BigInteger.valueOf(10_000_000);

    private final Ledger learned;
    private final Ledger ledger;
    private final Pseudonyms pseudonyms;
    private final Dates dates;

    Numbers(Ledger learned, Ledger ledger, Pseudonyms pseudonyms, Dates dates) {
        this.learned = learned;
        this.ledger = ledger;
        this.pseudonyms = pseudonyms;
        this.dates = dates;
    }

    JsonNode rewrite(Field field, NumericNode node) {
        if (field.kind() == FieldKind.CREDENTIAL || field.rule().filter(rule -> rule == Action.DROP).isPresent()) {
            return made(field, IntNode.valueOf(0), Action.DROP, field.kind() == FieldKind.CREDENTIAL ? Reason.CREDENTIAL : Reason.POLICY,
                    node);
        }
        if (field.rule().filter(rule -> rule == Action.GENERALISE).isPresent()) {
            return made(field, DecimalNode.valueOf(Generalised.number(node.decimalValue())), Action.GENERALISE, Reason.POLICY, node);
        }
        if (node.isIntegralNumber()) {
            return integer(field, node, node.bigIntegerValue());
        }
        BigDecimal exact = node.decimalValue();
        return exact.stripTrailingZeros().scale() <= 0 ? integer(field, node, exact.toBigInteger()) : decimal(field, node, exact);
    }

    private JsonNode decimal(Field field, NumericNode node, BigDecimal exact) {
        if (field.kind() == FieldKind.PERSONAL) {
            return made(field, DecimalNode.valueOf(Generalised.degrees(exact)), Action.GENERALISE, Reason.PERSONAL_FIELD, node);
        }
        BigInteger whole = exact.toBigInteger();
        if (isReplaced(field) || (whole.abs().compareTo(SMALL) >= 0 && !dates.isInstantInWindow(whole.abs().toString()))) {
            BigDecimal fraction = exact.subtract(new BigDecimal(whole)).abs();
            BigDecimal pseudonym = new BigDecimal(pseudonym(whole.abs().toString())).add(fraction);
            BigDecimal signed = exact.signum() < 0 ? pseudonym.negate() : pseudonym;
            return made(field, DecimalNode.valueOf(withoutCard(signed)), Action.PSEUDONYMISE, Reason.NUMBER, node);
        }
        BigDecimal harmless = withoutCard(exact);
        return harmless.compareTo(exact) == 0
                ? kept(field, node, Reason.SMALL_NUMBER)
                : made(field, DecimalNode.valueOf(harmless), Action.PSEUDONYMISE, Reason.DETECTED, node);
    }

    /** As in a string: digits that are those of a card, the dot being what parts two groups, become those of one of ours. */
    private BigDecimal withoutCard(BigDecimal decimal) {
        String text = decimal.toString();
        StringBuilder out = new StringBuilder(text);
        for (Found found : Shapes.find(text)) {
            if (!Shapes.isFictional(found, text)) {
                String card = pseudonyms.card(found.in(text));
                ledger.token(found.in(text), card);
                out.replace(found.start(), found.end(), card);
            }
        }
        return new BigDecimal(out.toString());
    }

    private JsonNode integer(Field field, NumericNode node, BigInteger value) {
        String digits = value.abs().toString();
        if (field.kind() == FieldKind.ACCOUNT && StandardAccounts.isAccount(digits)) {
            return replaced(field, node, pseudonyms.account(digits), Action.PSEUDONYMISE, Reason.ACCOUNT);
        }
        if (isReplaced(field)) {
            return replaced(field, node, pseudonym(digits), Action.PSEUDONYMISE,
                    field.kind() == FieldKind.PERSONAL ? Reason.PERSONAL_FIELD : Reason.POLICY);
        }
        if (value.abs().compareTo(SMALL) < 0) {
            if (field.kind() == FieldKind.ID) {
                ledger.integerId(digits);
            }
            ledger.keptNumber(digits);
            return kept(field, node, Reason.SMALL_NUMBER);
        }
        if (Cards.isCard(digits)) {
            String card = pseudonyms.card(digits);
            ledger.token(digits, card);
            return replaced(field, node, card, Action.PSEUDONYMISE, Reason.DETECTED);
        }
        boolean shift = field.rule().filter(rule -> rule == Action.SHIFT).isPresent();
        if (!shift && (field.kind() == FieldKind.MEASURE || dates.isInstantInWindow(digits)
                || field.rule().filter(rule -> rule == Action.KEEP).isPresent()
                || learned.hasIdentity(digits))) {
            ledger.keptNumber(digits);
            return kept(field, node,
                    field.rule().isPresent() ? Reason.POLICY : field.kind() == FieldKind.MEASURE ? Reason.MEASURE : Reason.IN_WINDOW);
        }
        String moved = shift || field.kind() == FieldKind.TIME ? dates.shiftedInstant(digits) : digits;
        return moved.equals(digits)
                ? replaced(field, node, pseudonym(digits), Action.PSEUDONYMISE, Reason.NUMBER)
                : replaced(field, node, moved, Action.SHIFT, Reason.DATE);
    }

    private static boolean isReplaced(Field field) {
        return field.kind() == FieldKind.PERSONAL || field.rule().filter(rule -> rule == Action.PSEUDONYMISE).isPresent();
    }

    private String pseudonym(String digits) {
        String made = pseudonyms.run(digits);
        ledger.token(digits, made);
        return made;
    }

    private static JsonNode replaced(Field field, NumericNode node, String digits, Action action, Reason reason) {
        BigInteger made = new BigInteger(digits);
        BigInteger signed = node.decimalValue().signum() < 0 ? made.negate() : made;
        return made(field, integerNode(signed), action, reason, node);
    }

    private static JsonNode integerNode(BigInteger value) {
        return switch (value.bitLength() / 32) {
            case 0 -> value.bitLength() < 32 ? IntNode.valueOf(value.intValue()) : LongNode.valueOf(value.longValue());
            case 1 -> value.bitLength() < 64 ? LongNode.valueOf(value.longValue()) : BigIntegerNode.valueOf(value);
            default -> BigIntegerNode.valueOf(value);
        };
    }

    private static JsonNode kept(Field field, NumericNode node, Reason reason) {
        field.count(Action.KEEP, reason, node.hashCode());
        return node;
    }

    private static JsonNode made(Field field, JsonNode made, Action action, Reason reason, NumericNode raw) {
        field.count(action, reason, raw.hashCode());
        return made;
    }
}
