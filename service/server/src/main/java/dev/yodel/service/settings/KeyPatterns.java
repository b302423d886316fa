package dev.yodel.service.settings;

import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;

/** Converts comma-separated metadata keys to one pattern; a {@code *} in a key matches any text. */
final class KeyPatterns implements ITypeConverter<Pattern> {

    @Override
    public Pattern convert(String text) {
        return Pattern.compile(Pattern.compile(",")
                .splitAsStream(text)
                .map(String::strip)
                .filter(key -> !key.isEmpty())
                .map(key -> Pattern.quote(key).replace("*", "\\E.*\\Q"))
                .collect(Collectors.joining("|")));
    }
}
