package dev.yodel.grpc.dynamic.json;

import java.math.BigDecimal;

/**
 * A number that {@link BigDecimal} would write in another way than its JSON, such as {@code 1e2} or {@code -0}. Its text is
 * that of the JSON, because a string field gets it.
 */
final class JsonNumber extends Number {
    private static final long serialVersionUID = 1;

    private final String text;
    private final BigDecimal decimal;

    private JsonNumber(String text, BigDecimal decimal) {
        this.text = text;
        this.decimal = decimal;
    }

    /**
     * A number from its JSON.
     *
     * @throws NumberFormatException if its exponent is not an int
     */
    static Number of(String text) {
        BigDecimal decimal = new BigDecimal(text);
        return decimal.toString().equals(text) ? decimal : new JsonNumber(text, decimal);
    }

    @Override
    public int intValue() {
        return decimal.intValue();
    }

    @Override
    public long longValue() {
        return decimal.longValue();
    }

    @Override
    public float floatValue() {
        return decimal.floatValue();
    }

    @Override
    public double doubleValue() {
        return decimal.doubleValue();
    }

    @Override
    public String toString() {
        return text;
    }
}
