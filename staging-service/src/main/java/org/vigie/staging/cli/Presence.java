package org.vigie.staging.cli;

import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON may leave out what a record cannot do without: found here by name instead of somewhere in a rule. */
final class Presence {
    private Presence() {}

    /**
     * @param exempt names of components that may be absent all the same
     * @return path of the first component that is absent and must not be; null if there is none
     */
    static @Nullable String lacking(Object value, String path, Set<String> exempt) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                String place = path + "[" + i + "]";
                String lacking = list.get(i) == null ? place : lacking(list.get(i), place, exempt);
                if (lacking != null) {
                    return lacking;
                }
            }
            return null;
        }
        RecordComponent[] components = value.getClass().getRecordComponents();
        if (components == null || !value.getClass().getPackageName().startsWith("org.vigie.")) {
            return null;
        }
        for (RecordComponent component : components) {
            String place = path + "." + component.getName();
            Object part = part(component, value);
            boolean mayBeAbsent = exempt.contains(component.getName()) || isNullable(component.getAnnotatedType());
            String lacking = part == null ? mayBeAbsent ? null : place : lacking(part, place, exempt);
            if (lacking != null) {
                return lacking;
            }
        }
        return null;
    }

    private static boolean isNullable(AnnotatedType type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static @Nullable Object part(RecordComponent component, Object value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("components of records are readable", e);
        }
    }
}
