package dev.tapedeck.redaction;

import java.util.Arrays;
import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Codes of public standards: currency, country, language, media type, region, version, duration. They say nothing of anybody. */
final class StandardCodes {
    private static final int LONGEST = 80;
    private static final int MOST_VERSION_DIGITS = 8;

    private static final Set<String> CURRENCIES = Currency.getAvailableCurrencies().stream().map(Currency::getCurrencyCode)
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> COUNTRIES = Arrays.stream(Locale.getISOCountries()).collect(Collectors.toUnmodifiableSet());
    private static final Set<String> COUNTRIES3 = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA3).stream()
            .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> LANGUAGES = Arrays.stream(Locale.getISOLanguages()).collect(Collectors.toUnmodifiableSet());

    private static final Pattern REGION = Pattern
            .compile("(?:af|ap|ca|eu|il|me|mx|sa|us)(?:-gov)?-(?:north|south|east|west|central){1,2}-[1-9][a-f]?");
    private static final Pattern MEDIA_TYPE = Pattern.compile(
            "(?:(?:application|text|image|audio|video|font|multipart)/(?:[a-z0-9.+-]+|\\*)|\\*/\\*)(?:; ?charset=[A-Za-z0-9-]+)?");
    private static final Pattern VERSION = Pattern
            .compile("v?\\d{1,4}\\.\\d{1,4}\\.\\d{1,4}(?:-(?:alpha|beta|rc)\\.?\\d{0,2})?|HTTP/[123](?:\\.\\d)?|TLSv1(?:\\.\\d)?");
    private static final Pattern DURATION = Pattern
            .compile("\\d{1,7}(?:\\.\\d{1,3})?(?:ns|us|µs|ms|s|m|h|d)|P(?:\\d{1,3}[YMWD])*(?:T(?:\\d{1,5}(?:\\.\\d{1,9})?[HMS])+)?");
    private static final Pattern CLOCK = Pattern.compile("[0-2]\\d:[0-5]\\d(?::[0-5]\\d(?:\\.\\d{1,9})?)?");
    private static final Pattern SMALL_NUMBER = Pattern.compile("[+-]?(?:0|[1-9]\\d{0,6})(?:\\.\\d{1,17})?");

    private StandardCodes() {}

    static boolean isStandard(String value) {
        return switch (value.length()) {
            case 0 -> true;
            case 1 -> !Tokens.isTokenChar(value.charAt(0));
            case 2 -> COUNTRIES.contains(value) || LANGUAGES.contains(value);
            case 3 -> CURRENCIES.contains(value) || COUNTRIES3.contains(value) || isPattern(value);
            default -> value.length() <= LONGEST && (isLocale(value) || isPattern(value));
        };
    }

    private static boolean isLocale(String value) {
        return value.length() == 5 && (value.charAt(2) == '-' || value.charAt(2) == '_') && LANGUAGES.contains(value.substring(0, 2))
                && COUNTRIES.contains(value.substring(3));
    }

    private static boolean isPattern(String value) {
        char c = value.charAt(0);
        if (Tokens.isDigit(c)
                && (DURATION.matcher(value).matches() || isVersion(value) || CLOCK.matcher(value).matches())) {
            return true;
        }
        if ((c == 'v' || c == 'H' || c == 'T') && isVersion(value)) {
            return true;
        }
        if (c == 'P' && DURATION.matcher(value).matches()) {
            return true;
        }
        return (value.charAt(2) == '-' && REGION.matcher(value).matches()) || isMediaType(value);
    }

    /** Numbers of telephones and people are written with dots too, and have more digits. */
    private static boolean isVersion(String value) {
        return VERSION.matcher(value).matches() && Shape.digitsOf(value).length() <= MOST_VERSION_DIGITS;
    }

    private static boolean isMediaType(String value) {
        return value.indexOf('/') > 0 && MEDIA_TYPE.matcher(value).matches() && Tokens.runs(value).stream()
                .allMatch(run -> run.length() <= 3
                        || Words.of(run).stream().allMatch(word -> Tokens.isAllDigits(word) || SchemaWords.has(word)));
    }

    /** Integers under eight digits and decimals, as strings. */
    static boolean isSmallNumber(String value) {
        return !value.isEmpty() && value.length() <= 26 && Tokens.isDigit(value.charAt(value.length() - 1))
                && SMALL_NUMBER.matcher(value).matches();
    }

    /** What a recorder or an earlier redaction left in place of a value. */
    static boolean isPlaceholder(String value) {
        return value.equals("[redacted]") || value.equals("REDACTED") || value.equals("[REDACTED]") || value.equals("***");
    }

    /** Hosts of the platform itself. */
    static boolean isProviderHost(String lowerCaseHost) {
        return lowerCaseHost.endsWith(".amazonaws.com") || lowerCaseHost.endsWith(".amazonaws.com.cn") || lowerCaseHost.equals("localhost")
                || lowerCaseHost.equals("amazonaws.com") || lowerCaseHost.endsWith(".api.aws");
    }
}
