package dev.yodel.loadtest.distributed.local;

import dev.yodel.loadtest.distributed.Engine;
import dev.yodel.loadtest.distributed.InjectorJvm;
import dev.yodel.loadtest.distributed.InjectorReader;
import dev.yodel.loadtest.distributed.Injectors;
import java.io.IOException;
import java.util.List;

/** Starts injectors as processes of this machine, with the Java and the flags of this process. */
public final class LocalEngine implements Engine {

    @Override
    public Injectors start(int number, List<String> arguments, InjectorReader reader) throws IOException {
        LocalInjectors injectors = new LocalInjectors(reader);
        try {
            for (int index = 0; index < number; index++) {
                injectors.start(index, InjectorJvm.command("%d/%d".formatted(index, number), arguments));
            }
            return injectors;
        } catch (IOException e) {
            injectors.close();
            throw e;
        }
    }
}
