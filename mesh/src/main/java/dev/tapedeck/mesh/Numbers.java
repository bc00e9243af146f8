package dev.tapedeck.mesh;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * DynamoDB's numbers: decimals of up to 38 significant digits with magnitudes from 1E-130 to 9.99…E+125
 * (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html#HowItWorks.DataTypes.Number).
 */
final class Numbers {

    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?");
    private static final int MAX_DIGITS = 38;
    private static final int MAX_EXPONENT = 125;
    private static final int MIN_EXPONENT = -130;
    private static final Value.Num ZERO = new Value.Num(BigDecimal.ZERO);

    private Numbers() {}

    static Value.Num parse(String text) {
        if (!NUMBER.matcher(text).matches()) {
            throw DynamoFault.validation("The parameter cannot be converted to a numeric value" + (text.isEmpty() ? "" : ": " + text));
        }
        BigDecimal exact = new BigDecimal(text);
        if (exact.signum() == 0) {
            return ZERO;
        }
        BigDecimal value = exact.stripTrailingZeros();
        if (value.precision() > MAX_DIGITS) {
            throw DynamoFault.validation("Attempting to store more than 38 significant digits in a Number");
        }
        return inRange(value);
    }

    static Value.Num plus(Value.Num a, Value.Num b) {
        return sum(a.value(), b.value());
    }

    static Value.Num minus(Value.Num a, Value.Num b) {
        return sum(a.value(), b.value().negate());
    }

    static Value.Num of(int value) {
        return value == 0 ? ZERO : new Value.Num(BigDecimal.valueOf(value).stripTrailingZeros());
    }

    /** Written out without an exponent, as DynamoDB answers. */
    static String text(Value.Num number) {
        return number.value().toPlainString();
    }

    /** A sum that 38 digits cannot hold is refused, in the words for one that is too large. */
    private static Value.Num sum(BigDecimal a, BigDecimal b) {
        BigDecimal exact = a.add(b);
        if (exact.signum() == 0) {
            return ZERO;
        }
        BigDecimal value = exact.stripTrailingZeros();
        if (value.precision() > MAX_DIGITS) {
            throw overflow();
        }
        return inRange(value);
    }

    private static Value.Num inRange(BigDecimal value) {
        int exponent = value.precision() - value.scale() - 1;
        if (exponent > MAX_EXPONENT) {
            throw overflow();
        }
        if (exponent < MIN_EXPONENT) {
            throw DynamoFault.validation("Number underflow. Attempting to store a number with magnitude smaller than supported range");
        }
        return new Value.Num(value);
    }

    private static DynamoFault overflow() {
        return DynamoFault.validation("Number overflow. Attempting to store a number with magnitude larger than supported range");
    }
}
