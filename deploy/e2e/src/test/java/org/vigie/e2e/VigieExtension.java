package org.vigie.e2e;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One running Vigie for all tests; it is stopped after the last one. */
final class VigieExtension implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RunningVigie.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(VigieExtension.class))
                .computeIfAbsent(RunningVigie.class, key -> start());
    }

    // Held: java.util.logging forgets the level of a logger that nobody refers to.
    private static final java.util.logging.Logger LIBRARIES = java.util.logging.Logger.getLogger("org.dcm4che3");

    private static RunningVigie start() {
        LIBRARIES.setLevel(java.util.logging.Level.SEVERE);
        try {
            return new RunningVigie();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
