package org.vigie.ingest;

import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.vigie.store.StoreSettings;

/** Everything the site has said. */
record IngestConfigs(
        DicomConfig dicom,
        CompletenessConfig completeness,
        StorageConfig storage,
        SiteConfig site,
        BrokerConfig broker,
        ProtocolsConfig protocols,
        PriorsConfig priors,
        RetentionConfig retention) {

    /** {@code vigie.store.*}, the folder as ingest has it. */
    StoreSettings.Read store() {
        return StoreSettings.read(key -> key.equals("vigie.store.dir")
                ? Optional.of(storage.storeDir().toString())
                : ConfigProvider.getConfig().getOptionalValue(key, String.class));
    }

    /**
     * The settings of the store, which are sound.
     *
     * @throws IllegalStateException names all faults of the configuration at once
     */
    StoreSettings checked() {
        StoreSettings.Read settings = store();
        List<String> faults =
                ConfigFaults.find(dicom, completeness, storage, site, protocols, priors, settings, retention);
        if (!faults.isEmpty()) {
            throw new IllegalStateException("configuration: " + String.join("; ", faults));
        }
        return settings.orThrow();
    }
}
