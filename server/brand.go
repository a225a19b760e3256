package server

import (
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"cafe-rewards/server/brand"
	"cafe-rewards/views"
	"cafe-rewards/views/language"
)

// pictureOnly is the policy for an SVG: its own styles apply, but a script in it does not run, even if somebody opens it as a page.
const pictureOnly = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

// branding is what pages need of a brand, and the brand's files by their names. Without a brand it is the product's own.
func branding(b *brand.Brand) (views.Brand, map[string]*body) {
	if b == nil {
		return views.Product, nil
	}
	files := map[string]*body{}
	for _, f := range []*brand.File{b.Logo, b.Style} {
		if f != nil {
			file := &body{contentType: f.Type, cacheControl: forever, tag: strings.TrimSuffix(f.Name, path.Ext(f.Name)), plain: f.Body}
			files[f.Name] = file.compressible()
		}
	}
	return views.Brand{Name: b.Name, Logo: b.Logo.Address(), Style: b.Style.Address()}, files
}

// brandFile serves the logo and the style sheet of the brand, under names with a hash like those of static.
func (s *Server) brandFile(c echo.Context) error {
	b, ok := s.branded[c.Param("file")]
	if !ok {
		return notFound(language.Say("There is no file called %q.", shorten(c.Param("file"))))
	}
	return sendBranded(c, b)
}

func sendBranded(c echo.Context, b *body) error {
	if b.contentType == brand.SVG {
		c.Response().Header().Set("Content-Security-Policy", pictureOnly)
	}
	return send(c, b)
}
