package dev.yodel.loadtest.cli;

import dev.yodel.loadtest.result.Version;
import picocli.CommandLine.IVersionProvider;

/** The text of {@code --version}. */
final class YodelVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"yodel " + Version.current()};
    }
}
