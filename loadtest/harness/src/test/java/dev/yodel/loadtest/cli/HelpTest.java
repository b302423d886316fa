package dev.yodel.loadtest.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class HelpTest {

    static Stream<CommandLine> commands() {
        CommandLine yodel = YodelCommand.commands();
        return Stream.concat(Stream.of(yodel), yodel.getSubcommands().values().stream());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void fits_80_columns(CommandLine command) {
        assertThat(command.getUsageMessage().lines()).isNotEmpty().allMatch(line -> line.length() <= 80);
    }
}
