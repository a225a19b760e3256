package lake

import (
	"context"
	"slices"
	"strconv"
	"strings"
)

// Versions gives the versions of a zone, oldest first.
func (l *Lake) Versions(ctx context.Context, zone Zone) ([]int, error) {
	objects, err := l.List(ctx, string(zone)+"/"+manifestFolder+"/")
	if err != nil {
		return nil, err
	}
	var versions []int
	for _, o := range objects {
		name, isJSON := strings.CutSuffix(o.Path[strings.LastIndexByte(o.Path, '/')+1:], ".json")
		if v, ok := parseVersion(name); ok && isJSON && o.Path == manifestPath(zone, v) {
			versions = append(versions, v)
		}
	}
	slices.Sort(versions)
	return versions, nil
}

// parseVersion reads "version=12".
func parseVersion(folder string) (int, bool) {
	digits, ok := strings.CutPrefix(folder, "version=")
	v, err := strconv.Atoi(digits)
	return v, ok && err == nil && v > 0 && strconv.Itoa(v) == digits
}

// DropVersion removes a version: first its manifest, so that it is never half there, then its files. Files that are already gone are not an
// error.
func (l *Lake) DropVersion(ctx context.Context, zone Zone, version int) error {
	if err := l.remove(ctx, manifestPath(zone, version)); err != nil {
		return err
	}
	tables, err := l.folders(ctx, string(zone)+"/")
	if err != nil {
		return err
	}
	for _, table := range tables {
		if isTable(table) {
			if err := l.Drop(ctx, versionPrefix(zone, table, version)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Sweep removes the files of versions without a manifest, left behind by killed runs. It must not run while a version is being made.
func (l *Lake) Sweep(ctx context.Context, zone Zone) error {
	versions, err := l.Versions(ctx, zone)
	if err != nil {
		return err
	}
	tables, err := l.folders(ctx, string(zone)+"/")
	if err != nil {
		return err
	}
	for _, table := range tables {
		if !isTable(table) {
			continue
		}
		folders, err := l.folders(ctx, string(zone)+"/"+table+"/")
		if err != nil {
			return err
		}
		for _, folder := range folders {
			if v, ok := parseVersion(folder); ok && !slices.Contains(versions, v) {
				if err := l.Drop(ctx, versionPrefix(zone, table, v)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
