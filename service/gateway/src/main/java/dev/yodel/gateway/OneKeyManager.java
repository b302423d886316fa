package dev.yodel.gateway;

import java.security.KeyStore;
import java.security.Provider;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.KeyManagerFactorySpi;
import javax.net.ssl.ManagerFactoryParameters;

/** A factory for a key manager that is there already. */
final class OneKeyManager extends KeyManagerFactory {

    OneKeyManager(KeyManager manager) {
        super(new Spi(manager), new NoProvider(), "yodel");
    }

    private static final class NoProvider extends Provider {

        private static final long serialVersionUID = 1;

        NoProvider() {
            super("yodel", "1", "a key manager of the server");
        }
    }

    private static final class Spi extends KeyManagerFactorySpi {

        private final KeyManager manager;

        Spi(KeyManager manager) {
            this.manager = manager;
        }

        @Override
        protected void engineInit(KeyStore store, char[] password) {}

        @Override
        protected void engineInit(ManagerFactoryParameters parameters) {}

        @Override
        protected KeyManager[] engineGetKeyManagers() {
            return new KeyManager[] {manager};
        }
    }
}
